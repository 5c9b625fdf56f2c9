package io.github.asyncinit.bean;

import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.asyncinit.ForeignHooks;
import org.junit.jupiter.api.Test;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Gates of classes of our own.
 */
class GateClassesTests {

	private final AtomicInteger asked = new AtomicInteger();

	@Test
	void callsEveryKindOfMethodOnTheBean() throws IOException {
		Everything gate = gate(new Everything());

		assertThat(gate.sum(1, 2L, 3f, 4d, (byte) 5, 'c', true, new int[] { 6 }, "7", "8")).isEqualTo("124.5cfield678");
		assertThat(gate.number()).isEqualTo(42);
		assertThat(gate.wide()).isEqualTo(Long.MAX_VALUE);
		assertThat(gate.packagePrivate()).isEqualTo("package field");
		assertThat(gate.ofPackage()).isEqualTo("protected field");
		assertThat(gate.defaultMethod()).isEqualTo("default field");
		assertThat(((Supplier<?>) gate).get()).isEqualTo("field");
		assertThat(this.asked).hasValue(7);
	}

	@Test
	void callsProtectedMethodsOfAnotherPackage() throws IOException {
		Hooked gate = gate(new Hooked());

		assertThat(ForeignHooks.callAll(gate)).isEqualTo("789.010.01112ctrue131415 24 48 true 2 own");
		assertThat(this.asked).hasValue(7);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> ForeignHooks.fail(gate))
			.withMessage("789.010.01112ctrue131415");
	}

	@Test
	void throwsWhatTheBeanThrows() {
		Everything gate = gate(new Everything());

		assertThatExceptionOfType(IOException.class).isThrownBy(gate::fails).withMessage("field");
	}

	@Test
	void answersForItsOwnIdentityWithoutAsking() {
		Everything gate = gate(new Everything());

		assertThat(gate).isEqualTo(gate).hasSameHashCodeAs(gate).isNotEqualTo(new Everything());
		assertThat(gate.toString()).contains("Everything");
		assertThat(this.asked).hasValue(0);
	}

	@Test
	void asksForWhatTheClassItselfSaysOfItsIdentity() {
		Named gate = gate(new Named("a"));

		assertThat(gate).hasToString("a").isEqualTo(new Named("a"));
		assertThat(this.asked).hasPositiveValue();
	}

	@Test
	void comparesWithWhatIsBehindAnotherGate() {
		Priced cheap = gate(new Priced(1));
		Priced dear = gate(new Priced(2));
		List<Priced> sorted = new ArrayList<>(List.of(dear, cheap));
		sorted.sort(null);

		assertThat(cheap.equals(cheap)).isTrue();
		assertThat(cheap.equals(gate(new Priced(1)))).isTrue();
		assertThat(cheap.equals(dear)).isFalse();
		assertThat(cheap.equals(null)).isFalse();
		assertThat(sorted).containsExactly(cheap, dear);
		assertThat(List.of(cheap, dear).indexOf(dear)).isOne();
	}

	@Test
	void soDoesAGateOfTheGeneralKind() {
		Priced first = new Priced(1);
		Priced cheap = (Priced) CglibGates.gate(Priced.class, new Class<?>[0], () -> first);
		Priced dear = gate(new Priced(2));
		assertThat(cheap.getClass()).isNotEqualTo(dear.getClass());

		assertThat(cheap.equals(gate(new Priced(1)))).isTrue();
		assertThat(gate(new Priced(1)).equals(cheap)).isTrue();
		assertThat(cheap.compareTo(dear)).isNegative();
		assertThat(dear.compareTo(cheap)).isPositive();
	}

	@Test
	@SuppressWarnings("unchecked")
	void andOneThatIsKnownByItsInterfacesOnly() {
		Comparable<Object> cheap = (Comparable<Object>) new GateFactory().proxyOf(Comparable.class,
				() -> new Priced(1));
		Priced dear = gate(new Priced(2));

		assertThat(cheap.compareTo(dear)).isNegative();
	}

	@Test
	void doesNotLookBehindAGateOfAnotherKind() {
		Priced priced = gate(new Priced(1));
		Named other = gate(new Named("a"));
		this.asked.set(0);

		assertThat(priced.equals(other)).isFalse();
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void takesOverWhatAnAbstractClassLeavesToOthers() throws Exception {
		Unfinished target = new Unfinished() {

			@Override
			public String call() {
				return "called";
			}

		};

		Object gate = GateClasses.gate(Unfinished.class, new Class<?>[0], () -> target);

		assertThat(((Unfinished) gate).call()).isEqualTo("called");
	}

	@Test
	void implementsMoreInterfaces() throws Exception {
		Callable<String> target = new CallableNamed();

		Object gate = GateClasses.gate(Named.class, new Class<?>[] { Callable.class }, () -> target);

		assertThat(((Callable<?>) gate).call()).isEqualTo("called");
	}

	@Test
	void makesOneClassForEachClassOfBeans() {
		Named one = gate(new Named("a"));
		Named other = gate(new Named("b"));

		assertThat(one.getClass()).isSameAs(other.getClass());
		assertThat(ClassUtils.getUserClass(one)).isEqualTo(Named.class);
		assertThat(GateClasses.gate(Named.class, new Class<?>[] { Runnable.class }, () -> one).getClass())
			.isNotSameAs(one.getClass());
	}

	@Test
	void makesNoneOfClassesThatDoNotLetUsIn() {
		List<String> target = new ArrayList<>(List.of("a"));

		assertThat(GateClasses.gate(ArrayList.class, new Class<?>[0], () -> target)).isNull();
		assertThatIllegalStateException().isThrownBy(() -> new GateFactory().proxyOf(ArrayList.class, () -> target))
			.withMessageStartingWith("no proxy can be made of java.util.ArrayList");
	}

	@Test
	void passesFinalMethodsOfSuperclassesBy() {
		Sized target = new Sized();

		Sized gate = gate(target);

		assertThat(gate.size()).isEqualTo(3);
		assertThat(gate.fixed()).isEqualTo("fixed");
	}

	@SuppressWarnings("unchecked")
	private <T> T gate(T target) {
		return (T) GateClasses.gate(target.getClass(), new Class<?>[0], () -> {
			this.asked.incrementAndGet();
			return target;
		});
	}

	interface WithDefault {

		String field();

		default String defaultMethod() {
			return "default " + field();
		}

	}

	static class Parent {

		Number number() {
			return 1;
		}

	}

	static class Everything extends Parent implements Supplier<String>, WithDefault {

		private final String field = "field";

		String sum(int a, long b, float c, double d, byte e, char f, boolean g, int[] h, String... more) {
			return "" + a + b + (c + d - 2.5) + f + (g ? this.field : "") + h[0] + String.join("", more);
		}

		@Override
		Integer number() {
			return 42;
		}

		public long wide() {
			return Long.MAX_VALUE;
		}

		String packagePrivate() {
			return "package " + this.field;
		}

		protected String ofPackage() {
			return "protected " + this.field;
		}

		public void fails() throws IOException {
			throw new IOException(this.field);
		}

		@Override
		public String field() {
			return this.field;
		}

		@Override
		public String get() {
			return this.field;
		}

	}

	static class Named {

		private final String name;

		Named(String name) {
			this.name = name;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Named named && named.name().equals(this.name);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

		@Override
		public String toString() {
			return this.name;
		}

		String name() {
			return this.name;
		}

	}

	static class Priced implements Comparable<Priced> {

		private final int price;

		Priced(int price) {
			this.price = price;
		}

		@Override
		public int compareTo(Priced other) {
			return Integer.compare(this.price, other.price);
		}

		@Override
		public boolean equals(Object other) {
			return other != null && other.getClass() == getClass() && ((Priced) other).price == this.price;
		}

		@Override
		public int hashCode() {
			return this.price;
		}

	}

	static class CallableNamed extends Named implements Callable<String> {

		CallableNamed() {
			super("callable");
		}

		@Override
		public String call() {
			return "called";
		}

	}

	static class Hooked extends ForeignHooks {

		private final String own = "own";

		@Override
		protected String overridden() {
			return this.own;
		}

	}

	abstract static class Unfinished implements Callable<String> {

	}

	static class Sized extends AbstractList<String> {

		@Override
		public String get(int index) {
			return "x";
		}

		@Override
		public int size() {
			return 3;
		}

		final String fixed() {
			return "fixed";
		}

	}

}
