package io.github.asyncinit.bean;

import java.util.Set;

/**
 * The interfaces that proxies have beside those of what is behind them: they tell how a
 * proxy was made, and let the framework that made it get at what is behind it.
 */
final class ProxyInterfaces {

	/** Named, because not everybody has them all. Others of these packages are beans'. */
	private static final Set<String> NAMES = Set.of("org.springframework.aop.SpringProxy",
			"org.springframework.aop.TargetClassAware", "org.springframework.aop.framework.Advised",
			"org.springframework.cglib.proxy.Factory", "org.springframework.core.DecoratingProxy",
			"org.springframework.transaction.interceptor.TransactionalProxy");

	private ProxyInterfaces() {
	}

	/**
	 * Whether an interface only tells how a proxy was made.
	 */
	static boolean isOne(Class<?> type) {
		return NAMES.contains(type.getName());
	}

}
