package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.util.ReflectionUtils;

/**
 * Writes the class of a gate: a subclass of a bean's class without constructor, whose
 * every method asks the gate for the bean and calls the same method on it. There is
 * nothing else in it, so it is made in a fraction of the time that a general proxy class
 * takes.
 */
final class GateClassWriter {

	/** The name of the field that has the gate. */
	static final String FIELD = "asyncInitGate";

	private static final String GATE = Type.getInternalName(Dispatcher.class);

	private static final String GATE_DESCRIPTOR = Type.getDescriptor(Dispatcher.class);

	private final ClassWriter writer = new ClassWriter(0);

	private final String name;

	private final Class<?> superclass;

	private final Set<String> seen = new HashSet<>();

	private GateClassWriter(String name, Class<?> superclass) {
		this.name = name;
		this.superclass = superclass;
	}

	/**
	 * Writes a class.
	 * @param className the name of the class, in the package of the superclass
	 * @param superclass the class of the bean
	 * @param interfaces more interfaces that the bean implements
	 * @return the bytes of the class
	 */
	static byte[] write(String className, Class<?> superclass, Class<?>[] interfaces) {
		return new GateClassWriter(className.replace('.', '/'), superclass).write(interfaces);
	}

	private byte[] write(Class<?>[] interfaces) {
		String[] names = Arrays.stream(interfaces).map(Type::getInternalName).toArray(String[]::new);
		this.writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, this.name, null,
				Type.getInternalName(this.superclass), names);
		this.writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC, FIELD, GATE_DESCRIPTOR, null, null)
			.visitEnd();
		for (Class<?> type = this.superclass; type != null && type != Object.class; type = type.getSuperclass()) {
			for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
				add(method, this.superclass);
			}
		}
		if (Modifier.isAbstract(this.superclass.getModifiers())) {
			for (Method method : this.superclass.getMethods()) {
				// those of interfaces that an abstract class leaves to others
				if (method.getDeclaringClass().isInterface()) {
					add(method, this.superclass);
				}
			}
		}
		for (Class<?> type : interfaces) {
			for (Method method : type.getMethods()) {
				add(method, type);
			}
		}
		this.writer.visitEnd();
		return this.writer.toByteArray();
	}

	/**
	 * Adds a method, unless a subclass has the same.
	 * @param owner on what to call it
	 */
	private void add(Method method, Class<?> owner) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers) || Modifier.isPrivate(modifiers)
				|| !this.seen.add(method.getName() + Type.getMethodDescriptor(method)) || Modifier.isFinal(modifiers)
				|| isOutOfReach(method) || "finalize".equals(method.getName()) && method.getParameterCount() == 0) {
			return;
		}
		int access = (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED))
				| (method.isVarArgs() ? Opcodes.ACC_VARARGS : 0) | (method.isBridge() ? Opcodes.ACC_BRIDGE : 0);
		String descriptor = Type.getMethodDescriptor(method);
		String[] exceptions = Arrays.stream(method.getExceptionTypes())
			.map(Type::getInternalName)
			.toArray(String[]::new);
		MethodVisitor code = this.writer.visitMethod(access, method.getName(), descriptor, null, exceptions);
		code.visitCode();
		code.visitVarInsn(Opcodes.ALOAD, 0);
		code.visitFieldInsn(Opcodes.GETFIELD, this.name, FIELD, GATE_DESCRIPTOR);
		code.visitMethodInsn(Opcodes.INVOKEINTERFACE, GATE, "loadObject", "()Ljava/lang/Object;", true);
		String ownerName = Type.getInternalName(owner);
		code.visitTypeInsn(Opcodes.CHECKCAST, ownerName);
		int local = 1;
		for (Type parameter : Type.getArgumentTypes(descriptor)) {
			code.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
			local += parameter.getSize();
		}
		code.visitMethodInsn(owner.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL, ownerName,
				method.getName(), descriptor, owner.isInterface());
		Type returned = Type.getReturnType(descriptor);
		code.visitInsn(returned.getOpcode(Opcodes.IRETURN));
		code.visitMaxs(Math.max(local, returned.getSize()), local);
		code.visitEnd();
	}

	/**
	 * Whether a method may not be called on another object from the package of the bean's
	 * class.
	 */
	private boolean isOutOfReach(Method method) {
		Class<?> declaring = method.getDeclaringClass();
		return !Modifier.isPublic(method.getModifiers())
				&& (!declaring.getPackageName().equals(this.superclass.getPackageName())
						|| declaring.getClassLoader() != this.superclass.getClassLoader());
	}

}
