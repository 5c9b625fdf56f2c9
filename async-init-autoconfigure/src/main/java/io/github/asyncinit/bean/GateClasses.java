package io.github.asyncinit.bean;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.core.NativeDetector;
import org.springframework.objenesis.instantiator.sun.UnsafeFactoryInstantiator;

/**
 * Makes gates of classes of our own, one class for each class of beans. Where that cannot
 * be, because a module does not let us in or classes must be known ahead of time, it says
 * so, and a general proxy has to do.
 *
 * <p>
 * <strong>Thread safety.</strong> Any thread may ask; a class is made once in a JVM.
 */
final class GateClasses {

	/** Marks the classes, so that Spring takes them for proxy classes. */
	private static final String SUFFIX = "$$AsyncInitGate";

	private static final AtomicInteger NUMBER = new AtomicInteger();

	/** With the class that they are made of, so that they go when it goes. */
	private static final ClassValue<Map<List<Class<?>>, GateClass>> CLASSES = new ClassValue<>() {

		@Override
		protected Map<List<Class<?>>, GateClass> computeValue(Class<?> type) {
			return new ConcurrentHashMap<>();
		}

	};

	private GateClasses() {
	}

	/**
	 * Makes a gate of a class.
	 * @param superclass the class of the bean
	 * @param interfaces more interfaces that the bean implements
	 * @param gate gives the bean
	 * @return the gate, or {@code null} if no class can be made that way
	 */
	static @Nullable Object gate(Class<?> superclass, Class<?>[] interfaces, Dispatcher gate) {
		GateClass known = of(superclass, interfaces);
		return (known.type() != null) ? known.instantiate(gate) : null;
	}

	/**
	 * Makes the class of such gates, if that can be, without a gate.
	 */
	static void prepare(Class<?> superclass, Class<?>[] interfaces) {
		of(superclass, interfaces);
	}

	/**
	 * Returns what gives the bean, or {@code null} where an object is no such gate.
	 */
	static @Nullable Dispatcher gateOf(Object object) {
		Class<?> type = object.getClass();
		if (!type.getName().contains(SUFFIX)) {
			return null;
		}
		try {
			Field field = type.getDeclaredField(GateClassWriter.FIELD);
			field.setAccessible(true);
			return (Dispatcher) field.get(object);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("no gate of " + type + " can be used: " + ex, ex);
		}
	}

	private static GateClass of(Class<?> superclass, Class<?>[] interfaces) {
		if (isOfTheJdk(superclass) || NativeDetector.inNativeImage()) {
			// nor is it asked again: what is kept with such a class is kept for ever
			return GateClass.NONE;
		}
		return CLASSES.get(superclass)
			.computeIfAbsent(List.of(interfaces), (key) -> GateClass.make(superclass, interfaces));
	}

	private static boolean isOfTheJdk(Class<?> type) {
		ClassLoader classLoader = type.getClassLoader();
		return classLoader == null || classLoader == ClassLoader.getPlatformClassLoader();
	}

	/**
	 * A class of gates.
	 *
	 * @param type the class, or {@code null} if it cannot be made
	 * @param instantiator makes instances without a constructor
	 * @param field has the gate
	 * @param calls makes the calls that the class cannot, or {@code null} where there are
	 * none; set with the first instance, because to set it initializes the class, and
	 * that of the bean
	 */
	private record GateClass(@Nullable Class<?> type, @Nullable UnsafeFactoryInstantiator<?> instantiator,
			@Nullable Field field, @Nullable Calls calls) {

		private static final GateClass NONE = new GateClass(null, null, null, null);

		static GateClass make(Class<?> superclass, Class<?>[] interfaces) {
			String name = superclass.getName() + SUFFIX + NUMBER.getAndIncrement();
			try {
				GateClassWriter.Written written = GateClassWriter.write(name, superclass, interfaces);
				Class<?> type = MethodHandles.privateLookupIn(superclass, MethodHandles.lookup())
					.defineClass(written.bytes());
				Field field = type.getDeclaredField(GateClassWriter.FIELD);
				field.setAccessible(true);
				return new GateClass(type, new UnsafeFactoryInstantiator<>(type), field, Calls.of(type, written));
			}
			catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
				return NONE;
			}
		}

		@Nullable Object instantiate(Dispatcher gate) {
			if (this.instantiator == null || this.field == null) {
				return null;
			}
			try {
				if (this.calls != null) {
					this.calls.enter();
				}
				Object instance = this.instantiator.newInstance();
				this.field.set(instance, gate);
				return instance;
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException("no gate of " + this.type + " can be used: " + ex, ex);
			}
		}

	}

	/**
	 * The calls that a class of gates cannot make itself, and the static field for them.
	 */
	private record Calls(Field field, Object values) {

		/**
		 * Returns the calls of a class, or {@code null} where it can make all.
		 */
		static @Nullable Calls of(Class<?> type, GateClassWriter.Written written) throws ReflectiveOperationException {
			if (written.calls().length == 0) {
				return null;
			}
			Field field = type.getDeclaredField(GateClassWriter.CALLS);
			field.setAccessible(true);
			return new Calls(field, written.calls());
		}

		void enter() throws IllegalAccessException {
			this.field.set(null, this.values);
		}

	}

}
