package io.github.asyncinit.bean.fuzz;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.github.asyncinit.OrderedAsyncScheduler;
import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * A random context, started, used, and closed.
 *
 * @param log what happened
 * @param failure the message of the root cause of its failure, or an empty string
 * @param exception its failure, or {@code null}
 */
record StartedContext(NodeLog log, String failure, Throwable exception) {

	/** How long one context may take, on however slow a machine. */
	private static final Duration BOUND = Duration.ofMinutes(2);

	/**
	 * Starts, uses and closes a context.
	 * @param enabled whether anything is asynchronous
	 * @throws AssertionError if that does not come to an end
	 */
	static StartedContext of(RandomContext random, boolean enabled) {
		FutureTask<StartedContext> run = new FutureTask<>(() -> run(random, enabled));
		Thread main = new Thread(run, "main of context " + random.seed());
		main.setDaemon(true);
		main.start();
		try {
			return run.get(BOUND.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("It hangs. All threads but this one:\n" + threads(main), ex);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("Its use failed", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
	}

	/**
	 * Describes all threads but the current one.
	 * @param first the thread to begin with: what comes last may be cut off
	 */
	private static String threads(Thread first) {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((thread) -> thread.getKey() != Thread.currentThread() && thread.getValue().length > 0)
			.sorted(Comparator.comparing((thread) -> thread.getKey() != first))
			.map((thread) -> thread.getKey() + " " + thread.getKey().getState()
					+ Arrays.stream(thread.getValue()).map((frame) -> "\n\tat " + frame).collect(Collectors.joining()))
			.collect(Collectors.joining("\n"));
	}

	private static StartedContext run(RandomContext random, boolean enabled) {
		NodeLog log = new NodeLog(random::node);
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.setAllowCircularReferences(random.traits().circular());
		for (NodeSpec node : random.nodes()) {
			NodeSpec actual = enabled ? node : node.inSequence();
			context.registerBeanDefinition(node.name(), NodeDefinitions.of(actual, log));
		}
		// without a definition, or its methods would be taken for definitions
		context.getBeanFactory()
			.registerSingleton(NodeDefinitions.CONFIGURATION, new Nodes.Configuration(context.getBeanFactory()));
		context.registerBean("postProcessor", SlowPostProcessor.class);
		registerInterceptor(random, context);
		context.registerBean("autoProxyCreator", BeanNameAutoProxyCreator.class, () -> autoProxyCreator(random));
		AsyncWiring.apply(random, enabled, context);
		try (context) {
			context.refresh();
			if (!random.traits().closedAtOnce()) {
				use(random, enabled, log, context);
			}
			return new StartedContext(log, "", null);
		}
		catch (RuntimeException ex) {
			return new StartedContext(log, rootMessage(ex), ex);
		}
	}

	private static void registerInterceptor(RandomContext random, AnnotationConfigApplicationContext context) {
		MethodInterceptor interceptor = (invocation) -> invocation.proceed();
		if (random.fatal().isEmpty()) {
			context.registerBean("interceptor", MethodInterceptor.class, () -> interceptor);
		}
		else {
			// the container creates nothing any more while it destroys its beans: a bean
			// that then needs the interceptor fails after its callbacks, and nobody
			// destroys it
			context.getBeanFactory().registerSingleton("interceptor", interceptor);
		}
	}

	private static BeanNameAutoProxyCreator autoProxyCreator(RandomContext random) {
		BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
		String[] names = random.nodes().stream().filter(NodeSpec::proxied).map(NodeSpec::name).toArray(String[]::new);
		creator.setBeanNames((names.length > 0) ? names : new String[] { "nobody" });
		creator.setInterceptorNames("interceptor");
		creator.setProxyTargetClass(random.traits().byClass());
		return creator;
	}

	private static void use(RandomContext random, boolean enabled, NodeLog log, BeanFactory beanFactory) {
		OrderedAsyncScheduler scheduler = beanFactory.getBean(OrderedAsyncScheduler.class);
		scheduler.synchronizeFull(scheduler.domain("exclusive"));
		for (NodeSpec node : random.nodes()) {
			String failure = use(node, beanFactory);
			String expected = (enabled && node.isExpendable()) ? node.failureMessage() : "";
			if (!failure.equals(expected)) {
				log.violation("the use of " + node.name() + " failed with '" + failure + "'");
			}
		}
		for (PlainNode instance : log.instances()) {
			if (!instance.spec().isExpendable()) {
				instance
					.verifyReferences((holder, names, nodes) -> verify(random, log, beanFactory, holder, names, nodes));
			}
		}
	}

	private static String use(NodeSpec node, BeanFactory beanFactory) {
		try {
			beanFactory.getBean(node.name(), Node.class).use("the application");
			return "";
		}
		catch (RuntimeException ex) {
			return rootMessage(ex);
		}
	}

	private static void verify(RandomContext random, NodeLog log, BeanFactory beanFactory, NodeSpec holder,
			List<String> names, List<Node> nodes) {
		for (int i = 0; i < names.size(); i++) {
			nodes.get(i).use(holder.name());
			if (random.node(names.get(i)).isSingleton() && nodes.get(i) != beanFactory.getBean(names.get(i))) {
				log.violation(holder.name() + " has another " + names.get(i) + " than the container");
			}
		}
	}

	private static String rootMessage(Throwable failure) {
		return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
	}

}
