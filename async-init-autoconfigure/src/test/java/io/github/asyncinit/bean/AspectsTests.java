package io.github.asyncinit.bean;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.NotEmpty;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.Advisor;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.ExpressionPointcut;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.PriorityOrdered;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring's own aspects on asynchronous beans, by class and by interface: they are behind
 * the gate, and the initializer does not go through them.
 */
class AspectsTests {

	@Test
	void callsTransactionalMethodsOfACompleteBeanWithinTransactions() {
		AsyncContexts.runner(TransactionConfiguration.class).withBean("orders", Orders.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(context.getBean(Orders.class).place()).isEqualTo("complete, in transaction: true");
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> context.getBean(Orders.class).refuse())
				.withMessage("refused");

			assertThat(journal.events()).containsExactly("initialized, in transaction: false", "begin", "commit",
					"begin", "rollback");
			assertThat(AsyncContexts.inlineReason(context, "orders")).isEmpty();
		});
	}

	@Test
	void callsTransactionalMethodsBehindAnInterface() {
		AsyncContexts.runner(TransactionConfiguration.class)
			.withBean("ledger", JournalledLedger.class)
			.run((context) -> {
				assertThat(context.getBean(Ledger.class).total()).isEqualTo("complete, in transaction: true");
				assertThat(AsyncContexts.inlineReason(context, "ledger")).isEmpty();
			});
	}

	@Test
	void validatesTheArgumentsOfMethods() {
		AsyncContexts.runner(ValidationConfiguration.class).withBean("greeter", Greeter.class).run((context) -> {
			assertThat(context.getBean(Greeter.class).greet("you")).isEqualTo("hello you");
			assertThatExceptionOfType(ConstraintViolationException.class)
				.isThrownBy(() -> context.getBean(Greeter.class).greet(""));
			assertThat(AsyncContexts.inlineReason(context, "greeter")).isEmpty();
		});
	}

	@Test
	void callsTransactionalMethodsOfABeanThatIsCreatedInItsEntry() {
		AsyncContexts.runner(TransactionConfiguration.class, DeferredOrders.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(context.getBean(Orders.class).place()).isEqualTo("complete, in transaction: true");
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> context.getBean(Orders.class).refuse());
			assertThat(context.getBean(Ledger.class).total()).isEqualTo("created, in transaction: true");

			assertThat(journal.events()).containsExactly("created, in transaction: false",
					"initialized, in transaction: false", "begin", "commit", "begin", "rollback", "begin", "commit");
			assertThat(journal.ranAsync("created, in transaction: false")).isTrue();
			assertThat(AsyncContexts.inlineReason(context, "ledger")).isEmpty();
		});
	}

	@Test
	void validatesTheArgumentsOfABeanThatIsCreatedInItsEntry() {
		AsyncContexts.runner(ValidationConfiguration.class, DeferredGreeter.class).run((context) -> {
			assertThat(context.getBean(Greeter.class).greet("you")).isEqualTo("hello you");
			assertThatExceptionOfType(ConstraintViolationException.class)
				.isThrownBy(() -> context.getBean(Greeter.class).greet(""));
			assertThat(context.getBean(Journal.class).ranAsync("created")).isTrue();
		});
	}

	@Test
	void failsWithARemedyWhereAnAspectAsksForAnAnnotationThatOnlyTheImplementationHas() {
		AsyncContexts.runner(AdvisorConfiguration.class, DeferredReport.class)
			.withBean("advisor", Advisor.class, () -> advisor(new AnnotationMatchingPointcut(null, Timed.class)))
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("'report'")
				.hasStackTraceContaining("but a " + TimedReport.class.getName() + " gets advice from ")
				.hasStackTraceContaining(", which its stand-in does not get: declare what is returned")
				.hasStackTraceContaining("@AsyncInit(creation = false)"));
	}

	@Test
	void failsWithARemedyWhereAnAspectAsksForTheClassItself() {
		AsyncContexts.runner(AdvisorConfiguration.class, DeferredTimedReport.class)
			.withBean("advisor", Advisor.class, () -> advisor(exactly(TimedReport.class)))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("but a " + TimedReport.class.getName() + " gets advice from "));
	}

	@Test
	void failsWithARemedyWhereAnAspectAsksForAnAnnotationOfTheTarget() {
		AsyncContexts.runner(AdvisorConfiguration.class, DeferredTimedReport.class)
			.withBean("advisor", Advisor.class, () -> advisor(new AnyTimedTarget()))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("but a " + TimedReport.class.getName() + " gets advice from "));
	}

	@Test
	void failsEvenIfTheInstanceIsMadeBeforeAdviceIsGiven() {
		AsyncContexts.runner(AdvisorConfiguration.class, DeferredReport.class)
			.withBean("advisor", Advisor.class, () -> advisor(new AnnotationMatchingPointcut(null, Timed.class)))
			.withBean("user", BeanPostProcessor.class, UsingReport::new)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("but a " + TimedReport.class.getName() + " gets advice from "));
	}

	@Test
	void givesAdviceThatTheDeclaredTypeAsksFor() {
		AsyncContexts.runner(AdvisorConfiguration.class, DeferredTimedReport.class)
			.withBean("advisor", Advisor.class, () -> advisor(new AnnotationMatchingPointcut(null, Timed.class)))
			.withBean("other", Advisor.class, () -> advisor(exactly(Orders.class)))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Report.class).text()).isEqualTo("advised: text");
				assertThat(context.getBean(Journal.class).ranAsync("created")).isTrue();
			});
	}

	private static Advisor advisor(Pointcut pointcut) {
		MethodInterceptor advice = (invocation) -> "advised: " + invocation.proceed();
		return new DefaultPointcutAdvisor(pointcut, advice);
	}

	private static Pointcut exactly(Class<?> type) {
		return new ComposablePointcut((ClassFilter) (candidate) -> candidate == type);
	}

	private static boolean inTransaction() {
		return TransactionSynchronizationManager.isActualTransactionActive();
	}

	interface Ledger {

		@Transactional
		String total();

	}

	@AsyncInit
	static class Orders {

		private final Journal journal;

		private String state;

		Orders(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.state = "complete";
			this.journal.note("initialized, in transaction: " + inTransaction());
		}

		@Transactional
		String place() {
			return this.state + ", in transaction: " + inTransaction();
		}

		@Transactional
		void refuse() {
			throw new IllegalStateException("refused");
		}

	}

	@AsyncInit
	static class JournalledLedger implements Ledger {

		private String state;

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		@Override
		@Transactional
		public String total() {
			return this.state + ", in transaction: " + inTransaction();
		}

	}

	@AsyncInit
	@Validated
	static class Greeter {

		private String greeting;

		@PostConstruct
		void start() {
			this.greeting = "hello ";
		}

		String greet(@NotEmpty String name) {
			return this.greeting + name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class TransactionConfiguration {

		@Bean
		NotedTransactions transactionManager(Journal journal) {
			return new NotedTransactions(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ValidationAutoConfiguration.class)
	static class ValidationConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class DeferredOrders {

		@Bean
		@AsyncInit
		Orders orders(Journal journal) {
			journal.note("created, in transaction: " + inTransaction());
			return new Orders(journal);
		}

		@Bean
		@AsyncInit
		Ledger ledger() {
			return () -> "created, in transaction: " + inTransaction();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DeferredGreeter {

		@Bean
		@AsyncInit
		Greeter greeter(Journal journal) {
			journal.note("created");
			return new Greeter();
		}

	}

	@SuppressWarnings("serial")
	static class NotedTransactions extends AbstractPlatformTransactionManager {

		private final transient Journal journal;

		NotedTransactions(Journal journal) {
			this.journal = journal;
		}

		@Override
		protected Object doGetTransaction() {
			return "transaction";
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.journal.note("begin");
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.journal.note("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.journal.note("rollback");
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Timed {

	}

	interface Report {

		String text();

	}

	@Timed
	static class TimedReport implements Report {

		@Override
		@Timed
		public String text() {
			return "text";
		}

	}

	/**
	 * Matches any report until a method is called, as such expressions of AspectJ do.
	 */
	static class AnyTimedTarget extends ComposablePointcut implements ExpressionPointcut {

		AnyTimedTarget() {
			super((ClassFilter) Report.class::isAssignableFrom);
		}

		@Override
		public String getExpression() {
			return "@target(" + Timed.class.getName().replace('$', '.') + ") && within(io.github.asyncinit.bean.*)";
		}

	}

	static class UsingReport implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			if (bean instanceof Report report) {
				assertThat(report.text()).isEqualTo("text");
			}
			return bean;
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

	}

	@Configuration(proxyBeanMethods = false)
	static class DeferredReport {

		@Bean
		@AsyncInit
		Report report() {
			return new TimedReport();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DeferredTimedReport {

		@Bean
		@AsyncInit
		TimedReport report(Journal journal) {
			journal.note("created");
			return new TimedReport();
		}

	}

}
