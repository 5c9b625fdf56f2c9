package io.github.asyncinit.bean;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.MethodProxy;
import org.springframework.util.ReflectionUtils;

/**
 * Makes an entry of what an {@code ApplicationRunner} or {@code CommandLineRunner} does
 * when Boot runs it at the end of a start. All other calls are just calls, which wait for
 * the bean: also those by the application's own code while runners are run, such as from
 * another runner, because whoever calls a method goes on only when it is done.
 */
final class DeferredRun implements MethodInterceptor {

	/** The types of runners, which are optional on the class path. */
	static final Set<String> RUNNERS = Set.of("org.springframework.boot.ApplicationRunner",
			"org.springframework.boot.CommandLineRunner");

	/** Who runs them. */
	private static final String APPLICATION = "org.springframework.boot.SpringApplication";

	private static final StackWalker CALLERS = StackWalker.getInstance();

	/** Those that a class is. With the class, so that it goes when that goes. */
	private static final ClassValue<Set<String>> KINDS = new ClassValue<>() {

		@Override
		protected Set<String> computeValue(Class<?> type) {
			if (RUNNERS.contains(type.getName())) {
				return Set.of(type.getName());
			}
			Set<String> kinds = new HashSet<>();
			if (type.getSuperclass() != null) {
				kinds.addAll(get(type.getSuperclass()));
			}
			for (Class<?> implemented : type.getInterfaces()) {
				kinds.addAll(get(implemented));
			}
			return Set.copyOf(kinds);
		}

	};

	private final AsyncBean bean;

	/** In front of what the container would have exposed. */
	private final Gate gate;

	private final Runs runs;

	DeferredRun(AsyncBean bean, Gate gate, Runs runs) {
		this.bean = bean;
		this.gate = gate;
		this.runs = runs;
	}

	/**
	 * Whether instances of a class are run at the end of a start.
	 */
	static boolean isRunner(Class<?> type) {
		return kinds(type) > 0;
	}

	/**
	 * Returns how many kinds of runner a class is: as each of them it is run once.
	 */
	static int kinds(Class<?> type) {
		return KINDS.get(type).size();
	}

	/**
	 * Whether it is the method that does the work of a runner.
	 */
	static boolean isRun(Method method) {
		if (!"run".equals(method.getName()) || method.getParameterCount() != 1) {
			return false;
		}
		Class<?> parameter = method.getParameterTypes()[0];
		return parameter == String[].class
				|| "org.springframework.boot.ApplicationArguments".equals(parameter.getName());
	}

	@Override
	public @Nullable Object intercept(Object proxy, Method method, Object[] arguments, MethodProxy call)
			throws Throwable {
		return run(proxy, method, arguments);
	}

	/**
	 * Returns the name of the entry that a runner's work becomes.
	 */
	static String entryName(String beanName) {
		return beanName + ".run";
	}

	/**
	 * Returns the name where it is both kinds of runner, and is run again as the second.
	 */
	static String secondEntryName(String beanName) {
		return entryName(beanName) + "2";
	}

	/**
	 * Schedules the run, or just runs, if it is not Boot that calls, at the end of the
	 * start.
	 */
	@Nullable Object run(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (!this.runs.areOpen() || !isRunByApplication(proxy)) {
			return invoke(method, arguments);
		}
		this.runs.add(this.bean, () -> {
			try {
				invoke(method, arguments);
			}
			catch (Exception | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		});
		return null;
	}

	/**
	 * Whether Boot itself calls the proxy. Only looked at while runners are run.
	 */
	private static boolean isRunByApplication(Object proxy) {
		String own = DeferredRun.class.getPackageName() + ".";
		String called = proxy.getClass().getName();
		return CALLERS.walk((frames) -> frames.map(StackWalker.StackFrame::getClassName)
			.dropWhile((name) -> name.startsWith(own) || name.equals(called))
			.findFirst()
			.filter(APPLICATION::equals)
			.isPresent());
	}

	private @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
		ReflectionUtils.makeAccessible(method);
		try {
			return method.invoke(this.gate.loadObject(), arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
