package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.InvocationHandler;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Writes the class of a gate: a subclass of a bean's class without constructor, whose
 * every method asks the gate for the bean and calls the same method on it. There is
 * nothing else in it, so it is made in a fraction of the time that a general proxy class
 * takes. What it may not call itself, a {@link ProtectedCall} does, and a
 * {@link Comparison} what takes another bean.
 */
final class GateClassWriter {

	/** The name of the field that has the gate. */
	static final String FIELD = "asyncInitGate";

	/** The name of the static field that has the calls which the class may not make. */
	static final String CALLS = "asyncInitCalls";

	private static final String GATE = Type.getInternalName(Dispatcher.class);

	private static final String GATE_DESCRIPTOR = Type.getDescriptor(Dispatcher.class);

	private static final String CALL = Type.getInternalName(InvocationHandler.class);

	private static final String CALLS_DESCRIPTOR = Type.getDescriptor(InvocationHandler[].class);

	private static final String CALL_DESCRIPTOR = "(Ljava/lang/Object;Ljava/lang/reflect/Method;[Ljava/lang/Object;)Ljava/lang/Object;";

	private final ClassWriter writer = new ClassWriter(0);

	private final String name;

	private final Class<?> superclass;

	private final Set<String> seen = new HashSet<>();

	private final List<InvocationHandler> calls = new ArrayList<>();

	private GateClassWriter(String name, Class<?> superclass) {
		this.name = name;
		this.superclass = superclass;
	}

	/**
	 * Writes a class.
	 * @param className the name of the class, in the package of the superclass
	 * @param superclass the class of the bean
	 * @param interfaces more interfaces that the bean implements
	 * @return the class
	 */
	static Written write(String className, Class<?> superclass, Class<?>[] interfaces) {
		return new GateClassWriter(className.replace('.', '/'), superclass).write(interfaces);
	}

	private Written write(Class<?>[] interfaces) {
		String[] names = Arrays.stream(interfaces).map(Type::getInternalName).toArray(String[]::new);
		this.writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, this.name, null,
				Type.getInternalName(this.superclass), names);
		this.writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC, FIELD, GATE_DESCRIPTOR, null, null)
			.visitEnd();
		this.writer
			.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, CALLS, CALLS_DESCRIPTOR, null,
					null)
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
		return new Written(this.writer.toByteArray(), this.calls.toArray(InvocationHandler[]::new));
	}

	/**
	 * Adds a method, unless a subclass has the same.
	 * @param owner on what to call it
	 */
	private void add(Method method, Class<?> owner) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers) || Modifier.isPrivate(modifiers)
				|| !this.seen.add(method.getName() + Type.getMethodDescriptor(method)) || Modifier.isFinal(modifiers)
				|| "finalize".equals(method.getName()) && method.getParameterCount() == 0) {
			return;
		}
		boolean outOfReach = isOutOfReach(method);
		if (outOfReach && !ProtectedCall.isPossible(method, this.superclass)) {
			return;
		}
		InvocationHandler call = outOfReach ? new ProtectedCall(method)
				: Comparison.isOne(method) ? new Comparison(method) : null;
		int access = (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED))
				| (method.isVarArgs() ? Opcodes.ACC_VARARGS : 0) | (method.isBridge() ? Opcodes.ACC_BRIDGE : 0);
		String[] exceptions = Arrays.stream(method.getExceptionTypes())
			.map(Type::getInternalName)
			.toArray(String[]::new);
		MethodVisitor code = this.writer.visitMethod(access, method.getName(), Type.getMethodDescriptor(method), null,
				exceptions);
		code.visitCode();
		if (call != null) {
			writeReflectiveCall(code, method, call);
		}
		else {
			writeCall(code, method, owner);
		}
		code.visitEnd();
	}

	private void writeCall(MethodVisitor code, Method method, Class<?> owner) {
		writeTarget(code);
		String ownerName = Type.getInternalName(owner);
		code.visitTypeInsn(Opcodes.CHECKCAST, ownerName);
		String descriptor = Type.getMethodDescriptor(method);
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
	}

	/**
	 * Has a method called by somebody else.
	 */
	private void writeReflectiveCall(MethodVisitor code, Method method, InvocationHandler call) {
		code.visitFieldInsn(Opcodes.GETSTATIC, this.name, CALLS, CALLS_DESCRIPTOR);
		code.visitIntInsn(Opcodes.SIPUSH, this.calls.size());
		this.calls.add(call);
		code.visitInsn(Opcodes.AALOAD);
		writeTarget(code);
		code.visitInsn(Opcodes.ACONST_NULL);
		Class<?>[] parameters = method.getParameterTypes();
		code.visitIntInsn(Opcodes.SIPUSH, parameters.length);
		code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
		int local = 1;
		for (int i = 0; i < parameters.length; i++) {
			Type parameter = Type.getType(parameters[i]);
			code.visitInsn(Opcodes.DUP);
			code.visitIntInsn(Opcodes.SIPUSH, i);
			code.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
			if (parameters[i].isPrimitive()) {
				Type boxed = Type.getType(ClassUtils.resolvePrimitiveIfNecessary(parameters[i]));
				code.visitMethodInsn(Opcodes.INVOKESTATIC, boxed.getInternalName(), "valueOf",
						Type.getMethodDescriptor(boxed, parameter), false);
			}
			code.visitInsn(Opcodes.AASTORE);
			local += parameter.getSize();
		}
		code.visitMethodInsn(Opcodes.INVOKEINTERFACE, CALL, "invoke", CALL_DESCRIPTOR, true);
		Type returned = Type.getType(method.getReturnType());
		if (method.getReturnType() != void.class) {
			Type boxed = Type.getType(ClassUtils.resolvePrimitiveIfNecessary(method.getReturnType()));
			code.visitTypeInsn(Opcodes.CHECKCAST, boxed.getInternalName());
			if (method.getReturnType().isPrimitive()) {
				code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, boxed.getInternalName(),
						method.getReturnType().getName() + "Value", Type.getMethodDescriptor(returned), false);
			}
		}
		code.visitInsn(returned.getOpcode(Opcodes.IRETURN));
		// the call, the bean, no method, the array twice, an index and an argument
		code.visitMaxs(8, local);
	}

	private void writeTarget(MethodVisitor code) {
		code.visitVarInsn(Opcodes.ALOAD, 0);
		code.visitFieldInsn(Opcodes.GETFIELD, this.name, FIELD, GATE_DESCRIPTOR);
		code.visitMethodInsn(Opcodes.INVOKEINTERFACE, GATE, "loadObject", "()Ljava/lang/Object;", true);
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

	/**
	 * A class that was written.
	 *
	 * @param bytes its bytes
	 * @param calls what its static field {@value #CALLS} needs
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Written(byte[] bytes, InvocationHandler[] calls) {
	}

}
