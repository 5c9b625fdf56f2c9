package io.github.asyncinit.bean;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is made ready beside the main thread is not the application's business.
 */
class WarmUpTests {

	private static final AtomicBoolean INITIALIZED = new AtomicBoolean();

	private static final AtomicBoolean INITIALIZED_TOO = new AtomicBoolean();

	@Test
	void initializesNoClassOfTheApplication() {
		new WarmUp(Set.of(Initialized.class)).run();

		assertThat(INITIALIZED).isFalse();
		assertThat(((Initialized) gate(Initialized.class, new Initialized())).name()).isEqualTo("initialized");
		assertThat(INITIALIZED).isTrue();
	}

	@Test
	void initializesNoClassOfTheApplicationThatItsGateCallsByReflection() {
		new WarmUp(Set.of(InitializedAndComparable.class)).run();

		assertThat(INITIALIZED_TOO).isFalse();
		InitializedAndComparable bean = new InitializedAndComparable();
		assertThat(gate(InitializedAndComparable.class, bean)).isEqualTo(bean);
	}

	@Test
	void makesTheClassThatAGateWillHave() {
		new WarmUp(Set.of(Prepared.class)).run();

		int later = number(gate(Later.class, new Later()));
		int prepared = number(gate(Prepared.class, new Prepared()));

		assertThat(prepared).isLessThan(later);
	}

	@Test
	void passesByWhatCanHaveNoGate() {
		int before = number(gate(Before.class, new Before()));

		new WarmUp(Set.of(Closed.class, Runnable.class, String.class)).run();

		assertThat(number(gate(After.class, new After()))).isEqualTo(before + 1);
	}

	@Test
	void leavesAClassThatCannotBeLinkedToTheMainThread() throws Exception {
		Class<?> unlinkable = UnlinkableClasses.load(Unlinkable.class, Missing.class);

		new WarmUp(new LinkedHashSet<>(List.of(unlinkable, Linkable.class))).run();

		int later = number(gate(Another.class, new Another()));
		assertThat(number(gate(Linkable.class, new Linkable()))).isLessThan(later);
	}

	private static Object gate(Class<?> type, Object bean) {
		return GateClasses.gate(type, new Class<?>[0], () -> bean);
	}

	/**
	 * The classes of gates are numbered as they are made.
	 */
	private static int number(Object gate) {
		String name = gate.getClass().getName();
		return Integer.parseInt(name.substring(name.indexOf("$$AsyncInitGate") + "$$AsyncInitGate".length()));
	}

	static class Initialized {

		static {
			INITIALIZED.set(true);
		}

		String name() {
			return "initialized";
		}

	}

	static class InitializedAndComparable {

		static {
			INITIALIZED_TOO.set(true);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof InitializedAndComparable;
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

	static class Prepared {

	}

	static class Later {

	}

	static class Before {

	}

	static class After {

	}

	static class Linkable {

	}

	static class Another {

	}

	static class Unlinkable {

		void use(Missing missing) {
		}

	}

	static class Missing {

	}

	static final class Closed {

	}

}
