package io.github.asyncinit.gate;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Makes a proxy as SOFABoot makes it, with its own invoker and the Spring that it
 * supports, in a class loader of its own.
 */
final class SofaBootInvoker {

	private static final String ASYNC = "com.alipay.sofa.runtime.async.";

	private SofaBootInvoker() {
	}

	/**
	 * Returns a proxy of a bean whose start is over.
	 */
	static IntSupplier proxy() throws IOException, ReflectiveOperationException {
		List<URL> urls = new ArrayList<>();
		String file = System.getProperty("sofaboot.classpath", "sofaboot/target/class-path.txt");
		for (String entry : Files.readString(Path.of(file)).trim().split(File.pathSeparator)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		urls.add(Counter.class.getProtectionDomain().getCodeSource().getLocation());
		// it lives as long as the proxy
		URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
		Class<?> managerType = loader.loadClass(ASYNC + "AsyncInitMethodManager");
		Object manager = managerType.getConstructor().newInstance();
		// what it does when the context is refreshed
		Method finish = managerType.getDeclaredMethod("ensureAsyncTasksFinish");
		finish.setAccessible(true);
		finish.invoke(manager);
		Object target = loader.loadClass(Counter.class.getName()).getConstructor().newInstance();
		Constructor<?> invoker = loader.loadClass(ASYNC + "AsyncInitializeBeanMethodInvoker")
			.getConstructor(managerType, Object.class, String.class, String.class);
		Class<?> factoryType = loader.loadClass("org.springframework.aop.framework.ProxyFactory");
		Object factory = factoryType.getConstructor().newInstance();
		factoryType.getMethod("setTargetClass", Class.class).invoke(factory, target.getClass());
		factoryType.getMethod("setProxyTargetClass", boolean.class).invoke(factory, true);
		factoryType.getMethod("addAdvice", loader.loadClass("org.aopalliance.aop.Advice"))
			.invoke(factory, invoker.newInstance(manager, target, "counter", "initialize"));
		return (IntSupplier) factoryType.getMethod("getProxy", ClassLoader.class).invoke(factory, loader);
	}

}
