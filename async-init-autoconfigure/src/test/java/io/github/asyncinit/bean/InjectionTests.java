package io.github.asyncinit.bean;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asynchronous beans are found and injected as others are.
 */
class InjectionTests {

	@Test
	void injectsByClassInterfaceGenericTypeCollectionAndName() {
		AsyncContexts.runner(StoreConfiguration.class).withBean(User.class).run((context) -> {
			User user = context.getBean(User.class);

			assertThat(user.byClass.get()).isEqualTo("text");
			assertThat(user.byInterface.get()).isEqualTo("text");
			assertThat(user.texts.get()).isEqualTo("text");
			assertThat(user.numbers.get()).isEqualTo(7);
			assertThat(user.all).extracting((store) -> (Object) store.get()).containsExactlyInAnyOrder("text", 7);
			assertThat(user.byName).containsOnlyKeys("texts", "numbers");
			assertThat(user.optional).isPresent();
			assertThat(user.lazy.get()).isEqualTo(7);
			assertThat(user.provider.getObject().get()).isEqualTo("text");
			assertThat(user.qualified.get()).isEqualTo(7);
		});
	}

	@Test
	void findsThemByTypeAfterTheyWereCreated() {
		AsyncContexts.runner(StoreConfiguration.class).run((context) -> {
			assertThat(context.getBeanNamesForType(Store.class)).containsExactlyInAnyOrder("texts", "numbers");
			assertThat(context.getBeanNamesForType(ResolvableType.forClassWithGenerics(Store.class, Integer.class)))
				.containsExactly("numbers");
			assertThat(context.getBeanNamesForType(TextStore.class)).containsExactly("texts");
			assertThat(context.getType("texts")).isAssignableTo(TextStore.class);
			assertThat(context.findAnnotationOnBean("texts", AsyncInit.class)).isNotNull();
		});
	}

	interface Store<T> {

		T get();

	}

	@Configuration(proxyBeanMethods = false)
	static class StoreConfiguration {

		@Bean
		@Primary
		TextStore texts() {
			return new TextStore();
		}

		@Bean
		@AsyncInit
		GenericStore<Integer> numbers() {
			return new GenericStore<>(7);
		}

	}

	@AsyncInit
	static class TextStore implements Store<String> {

		private String value;

		@PostConstruct
		void start() {
			this.value = "text";
		}

		@Override
		public String get() {
			return this.value;
		}

	}

	static class GenericStore<T> implements Store<T> {

		private final T initial;

		private T value;

		GenericStore(T initial) {
			this.initial = initial;
		}

		@PostConstruct
		void start() {
			this.value = this.initial;
		}

		@Override
		public T get() {
			return this.value;
		}

	}

	static class User {

		final TextStore byClass;

		final Store<String> texts;

		@Autowired
		Store<?> byInterface;

		@Autowired
		Store<Integer> numbers;

		@Autowired
		List<Store<?>> all;

		@Autowired
		Map<String, Store<?>> byName;

		@Autowired
		Optional<TextStore> optional;

		@Autowired
		@Lazy
		Store<Integer> lazy;

		@Autowired
		ObjectProvider<TextStore> provider;

		Store<?> qualified;

		User(TextStore byClass, Store<String> texts) {
			this.byClass = byClass;
			this.texts = texts;
		}

		@Autowired
		void setQualified(@Qualifier("numbers") Store<?> qualified) {
			this.qualified = qualified;
		}

	}

}
