package io.github.asyncinit.bean;

import io.github.asyncinit.GateMode;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Takes the callbacks of asynchronous beans over, and puts a gate in front of each.
 *
 * <p>
 * As a {@link MergedBeanDefinitionPostProcessor} it comes after all post-processors that
 * are not, so the gate is outside of every other proxy.
 */
class GatePostProcessor implements MergedBeanDefinitionPostProcessor, BeanFactoryAware, Ordered {

	private final GateFactory gates = new GateFactory();

	private @Nullable AsyncBeans beans;

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = AsyncBeans.of(beanFactory);
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> beanType, String beanName) {
		if (this.beans != null) {
			this.beans.creations().instantiated(beanName, beanType);
			this.beans.takeover().instantiated(definition, beanType, beanName);
		}
	}

	@Override
	public @Nullable Object postProcessBeforeInitialization(Object bean, String beanName) {
		AsyncBeans beans = this.beans;
		AsyncBean selected = (beans != null) ? beans.inCreation(beanName, bean) : null;
		if (beans != null && selected != null) {
			// a no-op where the post-processor for @PostConstruct has done it
			beans.takeover().begin(beanName, bean);
			if (!selected.isDeferred() && selected.callbacks != null && selected.creation == null) {
				selected.callbacks.run(bean);
			}
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		AsyncBeans beans = this.beans;
		AsyncBean selected = (beans != null) ? beans.inCreation(beanName, bean) : null;
		if (beans != null && selected != null && !selected.isBegun()) {
			begin(beans, selected, LooseInstances.target(bean));
		}
		if (beans != null && selected != null && selected.creation != null) {
			selected.creation
				.advised(AdviceCheck.of(beans.beanFactory(), beanName, selected.creation.standIn().getClass()));
		}
		if (beans == null || selected == null || !selected.isDeferred() || selected.isSubmitted() || selected.bootstraps
				|| selected.gate() != GateMode.PROXY || (selected.isStandIn(bean) && !selected.runner)) {
			return bean;
		}
		try {
			Object gate = gate(beans, selected, bean);
			selected.gatedBy(gate);
			return gate;
		}
		catch (IllegalStateException ex) {
			beans.submissions().runInline(selected, String.valueOf(ex.getMessage()));
			return bean;
		}
	}

	/**
	 * Makes a gate.
	 * @throws IllegalStateException if none can be made
	 */
	private Object gate(AsyncBeans beans, AsyncBean selected, Object bean) {
		Class<?> exposed = ClassUtils.getUserClass(bean);
		String obstacle = (exposed != selected.type) ? InlineRules.gateObstacle(exposed) : null;
		if (obstacle != null) {
			throw new IllegalStateException("a post-processor wrapped it, and " + obstacle);
		}
		if (bean instanceof FactoryBean<?> factory) {
			FactoryBeanGate gate = new FactoryBeanGate(beans, selected, factory, this.gates);
			Object inFront = gate.inFront();
			selected.product = gate.productGate();
			return inFront;
		}
		Gate gate = new Gate(selected, bean);
		return selected.runner
				? this.gates.runnerProxy(bean, gate, new DeferredRun(selected, gate, beans.submissions().runs()))
				: this.gates.proxy(bean, gate);
	}

	/**
	 * Begins with a bean of which a post-processor of somebody's returned nothing before
	 * its initialization, which keeps all others from it, ours included.
	 */
	private static void begin(AsyncBeans beans, AsyncBean bean, Object target) {
		beans.takeover().begin(bean.name, target);
		if (bean.isDeferred()) {
			beans.submissions().runInline(bean, AsyncBeans.CUT_OFF);
		}
		else if (bean.callbacks != null && bean.creation == null) {
			bean.callbacks.run(target);
		}
	}

}
