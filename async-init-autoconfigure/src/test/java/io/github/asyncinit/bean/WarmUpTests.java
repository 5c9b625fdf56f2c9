package io.github.asyncinit.bean;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is made ready beside the main thread is not the application's business.
 */
class WarmUpTests {

	private static final AtomicBoolean INITIALIZED = new AtomicBoolean();

	@Test
	void initializesNoClassOfTheApplication() {
		new WarmUp(Set.of(Initialized.class)).run();

		assertThat(INITIALIZED).isFalse();
		Object gate = GateClasses.gate(Initialized.class, new Class<?>[0], () -> new Initialized());
		assertThat(INITIALIZED).isTrue();
		assertThat(((Initialized) gate).name()).isEqualTo("initialized");
	}

	@Test
	void makesTheClassThatAGateWillHave() {
		GateFactory.prepare(Prepared.class);

		int made = GateClasses.made();
		Object gate = GateClasses.gate(Prepared.class, new Class<?>[0], () -> new Prepared());

		assertThat(ClassUtils.isCglibProxyClass(gate.getClass())).isTrue();
		assertThat(GateClasses.made()).isEqualTo(made);
	}

	@Test
	void passesByWhatCanHaveNoGate() {
		int made = GateClasses.made();

		new WarmUp(Set.of(Closed.class, Runnable.class, String.class)).run();

		assertThat(GateClasses.made()).isEqualTo(made);
	}

	static class Initialized {

		static {
			INITIALIZED.set(true);
		}

		String name() {
			return "initialized";
		}

	}

	static class Prepared {

	}

	static final class Closed {

	}

}
