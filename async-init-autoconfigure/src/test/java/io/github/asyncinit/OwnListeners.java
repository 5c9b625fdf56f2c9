package io.github.asyncinit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * A post-processor of the application, which has annotations of its own too.
 */
public class OwnListeners implements BeanPostProcessor {

	/**
	 * What it does not look for.
	 */
	@Retention(RetentionPolicy.RUNTIME)
	public @interface OwnListener {

	}

}
