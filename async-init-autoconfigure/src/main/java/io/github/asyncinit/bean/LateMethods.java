package io.github.asyncinit.bean;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Methods of a bean that have to wait, because what comes before them needs what the
 * current thread creates.
 *
 * @param methods the first of them, and those that follow: they may come after it
 * @param until the bean that is in the way, until it is created
 */
record LateMethods(List<InitializerMethod> methods, String until) {

	/**
	 * Those that have not to wait any longer than others of them.
	 * @param others the last ones of these, or {@code null} where none has to
	 */
	List<InitializerMethod> before(@Nullable LateMethods others) {
		return (others != null) ? this.methods.subList(0, this.methods.size() - others.methods.size()) : this.methods;
	}

}
