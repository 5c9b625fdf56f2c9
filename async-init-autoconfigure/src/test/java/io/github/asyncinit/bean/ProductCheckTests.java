package io.github.asyncinit.bean;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.bean.ProductMaker.Product;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.listeners.ForeignListeners;
import org.listeners.ForeignListeners.ForeignListener;

import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.Async;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What post-processors do not see of a product, because they get its gate.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProductCheckTests {

	private final CountDownLatch givenOut = new CountDownLatch(1);

	@Test
	void failsWithARemedyWhereAnAspectAsksForAnAnnotationThatOnlyTheProductHas() {
		runner(new TimedProduct(), Product.class).withUserConfiguration(AdvisorConfiguration.class)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("'product'")
				.hasStackTraceContaining("but a " + TimedProduct.class.getName() + " gets advice from ")
				.hasStackTraceContaining(", which its stand-in does not get: have the factory tell that class in"
						+ " getObjectType(), or initialize it synchronously, with async-init.exclude=product"));
	}

	@Test
	void failsWithARemedyWhereTheProductHasAnAnnotationThatItsTypeHasNot() {
		runner(new AsyncProduct(), Product.class).run((context) -> assertThat(context.getStartupFailure())
			.hasStackTraceContaining(
					"it is a " + AsyncProduct.class.getName() + ", and its method 'text' has @Async, which")
			.hasStackTraceContaining("async-init.exclude=product"));
	}

	@ParameterizedTest
	@ValueSource(classes = { ListeningProduct.class, OrderedProduct.class })
	void failsWithARemedyWhereTheProductHasAnInterfaceThatItsTypeHasNot(Class<? extends Product> type) {
		runner(BeanUtils.instantiateClass(type), Product.class).run((context) -> assertThat(context.getStartupFailure())
			.hasStackTraceContaining(
					"it is a " + type.getName() + ", and it implements " + type.getInterfaces()[1].getSimpleName()
							+ ", which the container only sees on that type: have the")
			.hasStackTraceContaining("async-init.exclude=product"));
	}

	@Test
	void doesNotMindAnInterfaceThatTheFactoryTells() {
		runner(new OrderedProduct(), OrderedProduct.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("product", Ordered.class).getOrder()).isEqualTo(1);
		});
	}

	@Test
	void failsWithARemedyWhereTheProductIsNotWhatTheFactoryTells() {
		runner(product(), TimedProduct.class).run((context) -> assertThat(context.getStartupFailure())
			.hasStackTraceContaining("Its product was given out as a " + TimedProduct.class.getName()
					+ " before there was one, but it is a ")
			.hasStackTraceContaining(", which is none: have the factory tell that class in getObjectType()"));
	}

	@Test
	void doesNotMindMethodsThatNobodyCanLookAt() throws Exception {
		Class<?> unlinkable = UnlinkableClasses.load(UnlinkableProduct.class, Missing.class);

		runner((Product) BeanUtils.instantiateClass(unlinkable), Product.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Product.class).text()).isEqualTo("unlinkable");
		});
	}

	@Test
	void givesAProductOutCompleteOfWhoseTypeNobodyCanLookAtTheMethods() throws Exception {
		Class<?> unlinkable = UnlinkableClasses.load(UnlinkableProduct.class, Missing.class);
		this.givenOut.countDown();

		runner((Product) BeanUtils.instantiateClass(unlinkable), unlinkable).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Product.class)).isExactlyInstanceOf(unlinkable);
			assertThat(AsyncContexts.entry(context, "product")).isPresent();
		});
	}

	@Test
	void takesAProxyForAnotherOneThatTheFactoryTells() {
		Product other = (Product) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Product.class },
				(proxy, method, arguments) -> "other");

		runner(product(), other.getClass()).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Product.class).text()).isEqualTo("text");
		});
	}

	@Test
	void givesAdviceWhereTheFactoryTellsTheClass() {
		runner(new TimedProduct(), TimedProduct.class).withUserConfiguration(AdvisorConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Product.class).text()).isEqualTo("advised: text");
			});
	}

	@Test
	void doesNotMindWhatTellsHowAProxyOfThatTypeWasMade() {
		NameMatchMethodPointcut ofProxies = new NameMatchMethodPointcut();
		ofProxies.setMappedName("getAdvisors");
		assertThat(product()).isInstanceOf(Advised.class);

		runner(product(), Product.class).withUserConfiguration(AdvisorConfiguration.class)
			.withBean("other", Advisor.class, () -> advisor(ofProxies))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Product.class).text()).isEqualTo("text");
			});
	}

	@Test
	void warnsOfWhatTheGateWouldHideWhereTheFactoryWasComplete(CapturedOutput output) {
		complete(new TimedProduct()).withUserConfiguration(AdvisorConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Product.class).text()).isEqualTo("advised: text");
		});

		assertThat(output)
			.containsOnlyOnce("The product of 'product' was there when it was asked for, which is a matter of time")
			.contains(" gets advice from ")
			.contains("async-init.exclude=product");
	}

	@Test
	void doesNotWarnWhereTheGateWouldHideNothing(CapturedOutput output) {
		complete(() -> "text").withUserConfiguration(AdvisorConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).doesNotContain("The product of");
	}

	@Test
	void warnsOfAnAnnotationThatALibraryLooksForAndDoesNotFind(CapturedOutput output) {
		runner(new SubscribedProduct(), Product.class).withUserConfiguration(ForeignListeners.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ForeignListeners.class).found()).isEmpty();
		});

		assertThat(output).containsOnlyOnce("The product of 'product' was given out as a " + Product.class.getName())
			.contains("its method 'text' has @ForeignListener, which " + ForeignListeners.class.getName()
					+ " has not seen: have the factory");
	}

	/**
	 * Makes a context whose factory is initialized after its product was given out.
	 */
	private ApplicationContextRunner runner(Product product, Class<?> type) {
		return AsyncContexts.runner()
			.withBean("product", ProductMaker.class,
					() -> new ProductMaker((factory) -> Latches.await(this.givenOut), () -> product).telling(type))
			.withBean("user", CreationAction.class, () -> new CreationAction((factory) -> {
				factory.getBean("product");
				this.givenOut.countDown();
			}));
	}

	/**
	 * Makes a context whose factory is complete when its product is asked for.
	 */
	private ApplicationContextRunner complete(Product product) {
		return AsyncContexts.runner().withBean("product", ProductMaker.class, () -> new ProductMaker((factory) -> {
		}, () -> product))
			.withBean("user", CreationAction.class, () -> new CreationAction((factory) -> factory.getBean("product")),
					(definition) -> definition.setDependsOn("&product"));
	}

	private static Product product() {
		Product target = () -> "text";
		return (Product) new ProxyFactory(target).getProxy();
	}

	private static Advisor advisor(Pointcut pointcut) {
		MethodInterceptor advice = (invocation) -> "advised: " + invocation.proceed();
		return new DefaultPointcutAdvisor(pointcut, advice);
	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Timed {

	}

	static class TimedProduct implements Product {

		@Override
		@Timed
		public String text() {
			return "text";
		}

	}

	static class AsyncProduct implements Product {

		@Override
		@Async
		public String text() {
			return "text";
		}

	}

	static class ListeningProduct extends TimedProduct implements Product, ApplicationListener<ContextRefreshedEvent> {

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
		}

	}

	static class OrderedProduct extends TimedProduct implements Product, Ordered {

		@Override
		public int getOrder() {
			return 1;
		}

	}

	static class UnlinkableProduct implements Product {

		@Override
		public String text() {
			return "unlinkable";
		}

		Missing missing() {
			return new Missing();
		}

	}

	static class Missing {

	}

	static class SubscribedProduct implements Product {

		@Override
		@ForeignListener
		public String text() {
			return "text";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AdvisorConfiguration {

		@Bean
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static Advisor timed() {
			return advisor(new AnnotationMatchingPointcut(null, Timed.class));
		}

	}

}
