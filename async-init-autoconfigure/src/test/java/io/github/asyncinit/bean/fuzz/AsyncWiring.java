package io.github.asyncinit.bean.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import io.github.asyncinit.bean.AsyncBeanSelection;
import io.github.asyncinit.bean.AsyncBeanSettings;
import io.github.asyncinit.bean.AsyncInitBeanFactoryPostProcessor;
import io.github.asyncinit.bean.TimelineListener;
import io.github.asyncinit.engine.AsyncSchedulerBuilder;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.timeline.TimelineRecorder;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Brings asynchronous initialization into a random context: through the
 * auto-configuration, or without it, because to bind that many properties takes longer
 * than the start.
 */
final class AsyncWiring {

	private static final String EXCLUSIVE = "exclusive";

	private static final Duration TIMEOUT = Duration.ofSeconds(45);

	private AsyncWiring() {
	}

	static void apply(RandomContext random, boolean enabled, AnnotationConfigApplicationContext context) {
		if (random.traits().byProperties()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("fuzz", properties(random, enabled)));
			context.register(AsyncInitAutoConfiguration.class);
		}
		else {
			register(random, enabled, context);
		}
	}

	private static void register(RandomContext random, boolean enabled, AnnotationConfigApplicationContext context) {
		TimelineListener listener = new TimelineListener(new TimelineRecorder(TimelineRecorder.DEFAULT_CAPACITY));
		DefaultOrderedAsyncScheduler scheduler = scheduler(random.traits(), enabled, listener);
		context.registerBean("asyncInitScheduler", DefaultOrderedAsyncScheduler.class, () -> scheduler);
		context.registerBean("asyncInitBeanFactoryPostProcessor", AsyncInitBeanFactoryPostProcessor.class,
				() -> new AsyncInitBeanFactoryPostProcessor(enabled, random.traits().barrier(), selection(random),
						(beanFactory) -> scheduler, (beanFactory) -> List.of(scheduler), (beanFactory) -> listener));
	}

	private static DefaultOrderedAsyncScheduler scheduler(RandomContext.Traits traits, boolean enabled,
			TimelineListener listener) {
		AsyncSchedulerBuilder builder = DefaultOrderedAsyncScheduler.builder()
			.listener(listener)
			.exclusiveDomains(Set.of(EXCLUSIVE))
			.maxPending(traits.maxPending());
		if (!enabled) {
			return builder.executor(Runnable::run).timeout(Duration.ZERO).withoutWatchdog().build();
		}
		builder.timeout(TIMEOUT).threads(traits.threads());
		if (traits.virtual() && Runtime.version().feature() >= 21) {
			builder.executor(new VirtualThreadTaskExecutor("asyncinit-"));
		}
		return builder.build();
	}

	private static AsyncBeanSelection selection(RandomContext random) {
		List<String> listed = new ArrayList<>();
		Map<String, AsyncBeanSettings> settings = new LinkedHashMap<>();
		for (NodeSpec node : random.nodes()) {
			NodeSpec.Entry entry = node.entry();
			if (entry.asynchronous()) {
				if (node.kind() != NodeSpec.Kind.DEFERRED_BY_ANNOTATION) {
					listed.add(node.name());
				}
				settings.put(node.name(), new AsyncBeanSettings(entry.domain(), entry.inOrder(), entry.after(),
						entry.required(), null, entry.hoisted(), entry.gate(), node.kind().isDeferred() ? true : null));
			}
		}
		return new AsyncBeanSelection(listed, List.of(), settings, false);
	}

	private static Map<String, Object> properties(RandomContext random, boolean enabled) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("async-init.enabled", enabled);
		properties.put("async-init.threads", random.traits().threads());
		properties.put("async-init.max-pending", random.traits().maxPending());
		properties.put("async-init.barrier", random.traits().barrier());
		properties.put("async-init.timeout", TIMEOUT);
		properties.put("async-init.domains." + EXCLUSIVE + ".exclusive", true);
		AsyncBeanSelection selection = selection(random);
		properties.put("async-init.beans", String.join(",", selection.beans()));
		selection.settings().forEach((name, settings) -> {
			String prefix = "async-init.settings." + name + ".";
			properties.put(prefix + "domain", settings.domain());
			properties.put(prefix + "in-order", settings.inOrder());
			properties.put(prefix + "after", settings.after());
			properties.put(prefix + "required", settings.required());
			properties.put(prefix + "hoist", settings.hoist());
			properties.put(prefix + "gate", settings.gate());
			if (settings.creation() != null) {
				properties.put(prefix + "creation", settings.creation());
			}
		});
		return properties;
	}

}
