package io.github.asyncinit.bean;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.IntroductionAdvisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.autoproxy.AbstractAdvisorAutoProxyCreator;
import org.springframework.aop.support.ExpressionPointcut;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the advice that an instance would have got from the container, and what stands in
 * for it has not: a pointcut may ask for the class, its methods or their annotations.
 * Made on the main thread, where the container gives advice and has all advisors, so
 * whoever has the instance need not ask the container for any.
 *
 * @param beanName the name of the bean
 * @param standIn what the container has seen
 * @param candidates the advisors of each of those who give advice
 */
record AdviceCheck(String beanName, Class<?> standIn, List<Candidates> candidates) {

	private static final @Nullable Method FIND = ReflectionUtils.findMethod(AbstractAdvisorAutoProxyCreator.class,
			"findCandidateAdvisors");

	private static final @Nullable Method MATCH = ReflectionUtils.findMethod(AbstractAdvisorAutoProxyCreator.class,
			"findAdvisorsThatCanApply", List.class, Class.class, String.class);

	/** Asks for annotations of the class of an object, when it is called. */
	private static final String TARGET = "@target(";

	/**
	 * Notes who gives advice to a bean.
	 */
	static AdviceCheck of(DefaultListableBeanFactory beanFactory, String beanName, Class<?> standIn) {
		List<Candidates> candidates = new ArrayList<>();
		for (BeanPostProcessor processor : beanFactory.getBeanPostProcessors()) {
			if (processor instanceof AbstractAdvisorAutoProxyCreator creator) {
				List<Advisor> advisors = call(FIND, creator);
				if (!advisors.isEmpty()) {
					candidates.add(new Candidates(creator, advisors));
				}
			}
		}
		return new AdviceCheck(beanName, standIn, candidates);
	}

	/**
	 * Tells what advice an instance has lost, as a clause, or {@code null} if none.
	 */
	@Nullable String find(Class<?> type) {
		for (Candidates known : this.candidates) {
			List<Advisor> open = new ArrayList<>(known.advisors());
			if (ClassUtils.getUserClass(this.standIn) == type) {
				// with the same methods, only the name of the class makes a difference
				open.removeIf((advisor) -> filter(advisor).matches(this.standIn) && !asksForAnnotation(advisor, type));
			}
			List<Advisor> lost = new ArrayList<>(known.applying(open, type, this.beanName));
			List<Advisor> applied = known.applying(lost, this.standIn, this.beanName);
			lost.removeIf((advisor) -> applied.contains(advisor) && !asksForAnnotation(advisor, type));
			if (!lost.isEmpty()) {
				return "gets advice from " + lost.get(0) + ", which its stand-in does not get";
			}
		}
		return null;
	}

	private static ClassFilter filter(Advisor advisor) {
		if (advisor instanceof IntroductionAdvisor introduction) {
			return introduction.getClassFilter();
		}
		return (advisor instanceof PointcutAdvisor known) ? known.getPointcut().getClassFilter() : ClassFilter.TRUE;
	}

	/**
	 * Whether an expression asks for an annotation of the class that the stand-in has
	 * not. That is only looked at when a method is called.
	 */
	private boolean asksForAnnotation(Advisor advisor, Class<?> type) {
		String expression = (advisor instanceof PointcutAdvisor known
				&& known.getPointcut() instanceof ExpressionPointcut pointcut) ? pointcut.getExpression() : null;
		if (expression == null || !expression.contains(TARGET)) {
			return false;
		}
		for (Annotation annotation : type.getAnnotations()) {
			Class<? extends Annotation> annotationType = annotation.annotationType();
			String name = annotationType.getName().replace('$', '.');
			if (expression.replace('$', '.').contains(TARGET + name)
					&& !this.standIn.isAnnotationPresent(annotationType)) {
				return true;
			}
		}
		return false;
	}

	@SuppressWarnings("unchecked")
	private static List<Advisor> call(@Nullable Method method, Object target, @Nullable Object... arguments) {
		if (method == null) {
			return List.of();
		}
		ReflectionUtils.makeAccessible(method);
		Object advisors = ReflectionUtils.invokeMethod(method, target, arguments);
		return (advisors != null) ? (List<Advisor>) advisors : List.of();
	}

	/**
	 * One who gives advice.
	 *
	 * @param creator makes the proxies
	 * @param advisors what it knows
	 */
	private record Candidates(AbstractAdvisorAutoProxyCreator creator, List<Advisor> advisors) {

		List<Advisor> applying(List<Advisor> some, Class<?> type, String beanName) {
			return some.isEmpty() ? some : call(MATCH, this.creator, some, type, beanName);
		}

	}

}
