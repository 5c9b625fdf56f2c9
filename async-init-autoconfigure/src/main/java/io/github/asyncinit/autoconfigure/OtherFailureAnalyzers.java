package io.github.asyncinit.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * The failure analyzers of Boot and of the application, for what failed in an entry: they
 * know the failure better, and would have been asked had it failed on the main thread.
 *
 * @param beanFactory the bean factory of the context that failed, or {@code null}
 * @param environment its environment, or {@code null}
 */
record OtherFailureAnalyzers(@Nullable BeanFactory beanFactory, @Nullable Environment environment) {

	/**
	 * Analyzes a failure.
	 * @return the first analysis, or {@code null} where nobody knows the failure
	 */
	@Nullable FailureAnalysis analyze(Throwable failure) {
		for (FailureAnalyzer analyzer : load()) {
			FailureAnalysis analysis = analyze(analyzer, failure);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

	private List<FailureAnalyzer> load() {
		ArgumentResolver arguments = ArgumentResolver.none();
		if (this.beanFactory != null) {
			arguments = arguments.and(BeanFactory.class, this.beanFactory);
		}
		if (this.environment != null) {
			arguments = arguments.and(Environment.class, this.environment);
		}
		return SpringFactoriesLoader.forDefaultResourceLocation(OtherFailureAnalyzers.class.getClassLoader())
			.load(FailureAnalyzer.class, arguments, FailureHandler.handleMessage((message, failure) -> {
				// Boot has logged it
			}));
	}

	private static @Nullable FailureAnalysis analyze(FailureAnalyzer analyzer, Throwable failure) {
		if (analyzer instanceof AsyncInitFailureAnalyzer) {
			return null;
		}
		try {
			return analyzer.analyze(failure);
		}
		catch (RuntimeException | LinkageError ex) {
			// as Boot does: the next one may know more
			return null;
		}
	}

}
