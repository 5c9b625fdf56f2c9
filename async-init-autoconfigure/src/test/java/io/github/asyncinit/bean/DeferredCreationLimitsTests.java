package io.github.asyncinit.bean;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.timeline.TimelineRecorder;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.CommonAnnotationBeanPostProcessor;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a stand-in must not change, though the bean behind it does not exist yet.
 */
class DeferredCreationLimitsTests {

	@ParameterizedTest
	@ValueSource(classes = { TunedBeforeInitialization.class, TunedAfterInstantiation.class })
	void createsOnTheMainThreadWhatAPostProcessorUses(Class<?> configuration) {
		AsyncContexts.runner(configuration, Tuned.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactly("before", "body", "tuned", "callback tuned");
			assertThat(journal.ranHere("body")).isTrue();
			assertThat(journal.ranAsync("before")).isTrue();
			assertThat(journal.ranAsync("callback tuned")).isTrue();
			assertThat(context.getBean(TimelineRecorder.class).timeline().warnings())
				.contains("'tunable (creation)' ran inline: it is created on the main thread because a post-processor "
						+ "used it before it was initialized");
		});
	}

	@Test
	void leavesOnTheMainThreadWhatTheJvmLetsNobodyStandInFor() {
		AsyncContexts.runner(OfTheJvm.class).run((context) -> {
			assertThat(context).hasNotFailed();

			assertThat(context.getBean(ForkJoinPool.class).submit(() -> "answer").get()).isEqualTo("answer");
			assertThat(context.getBean(ScheduledThreadPoolExecutor.class).submit(() -> "answer").get())
				.isEqualTo("answer");
			assertThat(Files.exists(context.getBean(Path.class))).isTrue();
			assertThat(AsyncContexts.inlineReason(context, "path"))
				.contains("its type is a Path, and who makes these takes only its own");
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(context.getBean(PrivateKey.class));
			assertThat(signature.sign()).isNotEmpty();
			Path directory = Path.of("").toAbsolutePath();
			assertThat(directory.register(context.getBean(WatchService.class), StandardWatchEventKinds.ENTRY_CREATE))
				.matches(WatchKey::isValid);
			assertThat(context.getBean("properties", Properties.class)).containsEntry("key", "value");
			assertThat(context.getBean(Shape.class)).isEqualTo(new Circle(3));
		});
	}

	@Test
	void doesNotMindAnnotationsOfFieldsThatInjectNothing() {
		AsyncContexts.runner(Harmless.class).run((context) -> {
			assertThat(context).hasNotFailed();

			assertThat(context.getBean("list", List.class)).containsExactly("a", "b", "c");
			assertThat(context.getBean("map", Map.class)).containsEntry("a", 1).hasSize(2);
			assertThat(context.getBean("set", Set.class)).containsExactly("a");
			assertThat(context.getBean("text", CharSequence.class)).hasToString("text");
			assertThat(context.getBean(Service.class).answer()).isEqualTo("guarded");
			assertThat(context.getBean(Journal.class).ranAsync("guarded")).isTrue();
		});
	}

	@Test
	void equalsWhatItsInterfaceSaysThatItEquals() {
		AsyncContexts.runner(Harmless.class).run((context) -> {
			Map<?, ?> map = context.getBean("map", Map.class);
			Service service = context.getBean(Service.class);

			assertThat(map.equals(Map.of("a", 1, "b", 2))).isTrue();
			assertThat(map.equals(Map.of("a", 1))).isFalse();
			assertThat(map).isEqualTo(map).hasSameHashCodeAs(Map.of("a", 1, "b", 2));
			assertThat(context.getBean("list", List.class)).isEqualTo(List.of("a", "b", "c"));
			assertThat(service).isEqualTo(service).isNotEqualTo(new GuardedService());
			assertThat(service.hashCode()).isEqualTo(System.identityHashCode(service));
		});
	}

	@Test
	void failsWithARemedyWhereAnAnnotationOfTheApplicationInjects() {
		AsyncContexts.runner(Hiding.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("its field 'journal' has @Injected, so something may be injected")
				.hasStackTraceContaining("declare what is returned as the return type"));
	}

	@Test
	void destroysWhatItRefuses() {
		Refused.OPEN.set(0);

		AsyncContexts.runner(Refusing.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("it implements Ordered");
		});

		assertThat(Refused.OPEN).hasValue(0);
	}

	@Test
	void failsWithARemedyWhereNobodyWouldRunPostConstructOfWhatIsReturned() {
		AsyncContexts.runner(ByOtherProcessor.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("it is a " + Started.class.getName()
						+ ", and its @PostConstruct methods are run by 'other': declare what is returned"));
	}

	@Test
	void throwsErrorsOfTheBodyUnchanged() {
		AsyncContexts.runner(Broken.class)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(NoClassDefFoundError.class)
				.hasMessage("missing"));
	}

	@Test
	void throwsTheFailureOfABodyThatIsNotRequiredWhereItIsUsed() {
		AsyncContexts.runner(NotRequired.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Service service = context.getBean(Service.class);

			assertThatThrownBy(service::answer).hasRootCauseMessage("refused");
		});
	}

	interface Service {

		String answer();

	}

	static class DefaultService implements Service {

		final Journal journal;

		DefaultService(Journal journal) {
			this.journal = journal;
			journal.note("body");
		}

		@Override
		public String answer() {
			return "answer";
		}

	}

	static class Refused extends DefaultService implements Ordered, AutoCloseable {

		static final AtomicInteger OPEN = new AtomicInteger();

		Refused(Journal journal) {
			super(journal);
			OPEN.incrementAndGet();
		}

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public void close() {
			OPEN.decrementAndGet();
		}

	}

	static class Started extends DefaultService {

		Started(Journal journal) {
			super(journal);
		}

		@PostConstruct
		void start() {
			this.journal.note("started");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByOtherProcessor {

		@Bean
		static CommonAnnotationBeanPostProcessor other() {
			return new CommonAnnotationBeanPostProcessor();
		}

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new Started(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Refusing {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new Refused(journal);
		}

	}

	static class Tunable extends DefaultService {

		private String state = "untuned";

		Tunable(Journal journal) {
			super(journal);
		}

		void tune() {
			this.state = "tuned";
			this.journal.note("tuned");
		}

		@PostConstruct
		void callback() {
			this.journal.note("callback " + this.state);
		}

	}

	@Configuration
	static class Tuned {

		@Bean
		@AsyncInit
		Service before(Journal journal) {
			journal.note("before");
			return () -> "before";
		}

		@Bean
		@AsyncInit(after = "before")
		Tunable tunable(Journal journal) {
			return new Tunable(journal);
		}

	}

	@Configuration
	static class TunedBeforeInitialization {

		@Bean
		static BeanPostProcessor tuner() {
			return new FirstTuner();
		}

	}

	@Configuration
	static class TunedAfterInstantiation {

		@Bean
		static BeanPostProcessor tuner() {
			return new InstantiationTuner();
		}

	}

	static class FirstTuner implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			if (bean instanceof Tunable tunable) {
				tunable.tune();
			}
			return bean;
		}

	}

	static class InstantiationTuner implements InstantiationAwareBeanPostProcessor {

		@Override
		public boolean postProcessAfterInstantiation(Object bean, String beanName) {
			if (bean instanceof Tunable tunable) {
				tunable.tune();
			}
			return true;
		}

	}

	sealed interface Shape permits Circle {

	}

	record Circle(int radius) implements Shape {

	}

	@Configuration
	static class OfTheJvm {

		@Bean
		@AsyncInit
		ForkJoinPool forkJoinPool() {
			return new ForkJoinPool(1);
		}

		@Bean
		@AsyncInit
		ScheduledThreadPoolExecutor executor() {
			return new ScheduledThreadPoolExecutor(1);
		}

		@Bean
		@AsyncInit
		Properties properties() {
			Properties properties = new Properties();
			properties.setProperty("key", "value");
			return properties;
		}

		@Bean
		@AsyncInit
		Path path() {
			return Path.of("").toAbsolutePath();
		}

		@Bean
		@AsyncInit
		PrivateKey key() throws GeneralSecurityException {
			return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
		}

		@Bean
		@AsyncInit
		WatchService watcher() throws IOException {
			return FileSystems.getDefault().newWatchService();
		}

		@Bean
		@AsyncInit
		Shape shape() {
			return new Circle(3);
		}

	}

	@Configuration
	static class Broken {

		@Bean
		@AsyncInit
		Service service() {
			throw new NoClassDefFoundError("missing");
		}

	}

	@Configuration
	static class NotRequired {

		@Bean
		@AsyncInit(required = false)
		Service service() {
			throw new IllegalStateException("refused");
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface GuardedBy {

		String value();

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Autowired
	@interface Injected {

	}

	static class GuardedService implements Service {

		@GuardedBy("this")
		private final String answer = "guarded";

		@Override
		public synchronized String answer() {
			return this.answer;
		}

	}

	static class InjectedService implements Service {

		@Injected
		private Journal journal;

		@Override
		public String answer() {
			return this.journal.toString();
		}

	}

	@Configuration
	static class Harmless {

		@Bean
		@AsyncInit
		List<String> list() {
			return List.of("a", "b", "c");
		}

		@Bean
		@AsyncInit
		Map<String, Integer> map() {
			return Map.copyOf(new HashMap<>(Map.of("a", 1, "b", 2)));
		}

		@Bean
		@AsyncInit
		Set<String> set() {
			return Set.of("a");
		}

		@Bean
		@AsyncInit
		CharSequence text() {
			return "text";
		}

		@Bean
		@AsyncInit
		Service guarded(Journal journal) {
			journal.note("guarded");
			return new GuardedService();
		}

	}

	@Configuration
	static class Hiding {

		@Bean
		@AsyncInit
		Service service() {
			return new InjectedService();
		}

	}

}
