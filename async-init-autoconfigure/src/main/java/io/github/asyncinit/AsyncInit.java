package io.github.asyncinit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Lets initialization run on a worker thread while the container goes on with other
 * beans.
 *
 * <p>
 * On a bean <strong>class</strong> or a {@code @Bean} <strong>method</strong>, the bean's
 * initialization callbacks ({@code @PostConstruct}, {@code afterPropertiesSet}, init
 * method, in this order) become one entry; on a {@code @Bean} method, its body too, where
 * it can be ({@link #creation()}). On any <strong>other method</strong> of a bean, or of
 * an interface of its class, that method is an initializer of its own, scheduled after
 * the bean's synchronous callbacks; it has no parameter, or one of type
 * {@link AsyncCookie}, and the container does not call it too, as it does callbacks and
 * listeners.
 *
 * <p>
 * Injection, proxies and post-processors stay on the main thread. Whoever uses the bean
 * before it is complete waits for exactly that bean, and nothing is reported ready before
 * all required entries are complete.
 *
 * <p>
 * Each attribute but the name can be set by configuration too, as
 * {@code async-init.settings.<name>.…}, which wins over the annotation. The name is that
 * of the bean, for an initializer method that of its entry, {@code [bean.method]}. Texts
 * may have placeholders, {@code ${…}}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface AsyncInit {

	/**
	 * Name of the entry, as logs, charts, errors and {@link #after()} use it. Default:
	 * the bean name, for a method of a bean {@code <bean name>.<method name>}. No other
	 * entry and no other bean may have it.
	 * @return the name of the entry
	 */
	String name() default "";

	/**
	 * Name of the domain. Default: {@value AsyncDomain#DEFAULT_NAME}. A domain that
	 * {@code async-init.domains.<name>.exclusive} names as exclusive is not waited for by
	 * the barrier.
	 * @return the name of the domain
	 */
	String domain() default AsyncDomain.DEFAULT_NAME;

	/**
	 * Whether the entry starts only when all earlier ones of its domain are complete.
	 * Default: {@code false}.
	 * @return {@code true} for an in-order entry
	 */
	boolean inOrder() default false;

	/**
	 * Names of beans or entries that must be complete before this entry starts. On a
	 * class or a {@code @Bean} method they are created before this bean, as with
	 * depends-on; those of an initializer method may be created after it, and even need
	 * it. Injected asynchronous beans need not be named. Default: none.
	 * @return names of beans or entries
	 */
	String[] after() default {};

	/**
	 * Whether a failure fails the start of the application. Where it does not, it is
	 * logged and reported, those who use the bean get the failure, and the start goes on;
	 * entries that depend on it are skipped, which fails the start if they are required.
	 * A bean that the container itself calls has to be required, and so have its methods.
	 * Default: {@code true}.
	 * @return {@code false} for an entry that the application can do without
	 */
	boolean required() default true;

	/**
	 * How long the entry may run, such as {@code 30s} or {@code PT30S}, in milliseconds
	 * where there is no unit; {@code 0} for no limit. Default: the property
	 * {@code async-init.timeout}.
	 * @return a duration, or an empty string
	 */
	String timeout() default "";

	/**
	 * Whether the bean is created, with its dependencies, at the start of the singleton
	 * phase instead of in its turn, so that what waits long starts early: even before an
	 * entity manager factory. It changes the order of creation, and on saturated cores it
	 * competes with the main thread. Default: the property {@code async-init.hoist},
	 * {@code false} unless set.
	 * @return {@code true} for a bean that is created early
	 */
	boolean hoist() default false;

	/**
	 * How those who use the bean are kept from seeing it half-initialized. Default:
	 * {@link GateMode#PROXY}.
	 * @return the mode of the gate
	 */
	GateMode gate() default GateMode.PROXY;

	/**
	 * On a {@code @Bean} method: whether the body of the method is part of the entry,
	 * with its arguments resolved on the main thread before. It is left on the main
	 * thread, and the report says why, where the container has work on the bean between
	 * creation and callbacks, such as injection, or where no proxy can stand in for it.
	 * The container only sees the return type of the method then, so declare what is
	 * returned. Without a meaning elsewhere: the constructor of an annotated class stays
	 * on the main thread. Default: {@code true}.
	 * @return {@code false} for a method whose body stays on the main thread
	 */
	boolean creation() default true;

}
