package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.GateMode;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;

/**
 * What is said of one entry, by annotation and configuration together.
 *
 * @param name its name
 * @param domain the name of its domain
 * @param inOrder whether it is an in-order entry
 * @param after the names of beans or entries that must be complete before it starts
 * @param required whether its failure fails the start
 * @param timeout its time-out, or {@code null} for the scheduler's default
 * @param hoist whether the bean is created at the start of the singleton phase
 * @param gate how users of the bean are kept from seeing it half-initialized
 * @param creation whether the bean is created in its entry, where it can be
 * @param via what made it asynchronous, {@code annotation} or {@code property}
 * @param unreadable what of the annotation could not be read, one text each
 */
record EntryAttributes(String name, String domain, boolean inOrder, List<String> after, boolean required,
		@Nullable Duration timeout, boolean hoist, GateMode gate, boolean creation, String via,
		List<String> unreadable) {

	static final String VIA_ANNOTATION = "annotation";

	static final String VIA_PROPERTY = "property";

	/**
	 * Reads an annotation.
	 * @param defaultName the name of the entry where the annotation gives none
	 * @param placeholders resolves placeholders in text attributes
	 */
	static EntryAttributes of(MergedAnnotation<AsyncInit> annotation, String defaultName,
			UnaryOperator<@Nullable String> placeholders) {
		AnnotationValues values = new AnnotationValues(annotation, placeholders);
		return new EntryAttributes(values.text("name", defaultName), values.text("domain", AsyncDomain.DEFAULT_NAME),
				annotation.getBoolean("inOrder"), values.texts("after"), annotation.getBoolean("required"),
				values.duration("timeout"), annotation.getBoolean("hoist"), annotation.getEnum("gate", GateMode.class),
				annotation.getBoolean("creation"), VIA_ANNOTATION, values.unreadable());
	}

	/**
	 * The attributes of a bean that only the configuration names.
	 */
	static EntryAttributes listed(String beanName) {
		return new EntryAttributes(beanName, AsyncDomain.DEFAULT_NAME, false, List.of(), true, null, false,
				GateMode.PROXY, false, VIA_PROPERTY, List.of());
	}

	EntryAttributes named(String name) {
		return new EntryAttributes(name, this.domain, this.inOrder, this.after, this.required, this.timeout, this.hoist,
				this.gate, this.creation, this.via, this.unreadable);
	}

	EntryAttributes hoisted() {
		return new EntryAttributes(this.name, this.domain, this.inOrder, this.after, this.required, this.timeout, true,
				this.gate, this.creation, this.via, this.unreadable);
	}

	/**
	 * The same without creation: a constructor stays on the main thread unless the
	 * configuration says otherwise.
	 */
	EntryAttributes withoutCreation() {
		return new EntryAttributes(this.name, this.domain, this.inOrder, this.after, this.required, this.timeout,
				this.hoist, this.gate, false, this.via, this.unreadable);
	}

	EntryAttributes with(AsyncBeanSettings settings) {
		return new EntryAttributes(this.name, or(settings.domain(), this.domain), or(settings.inOrder(), this.inOrder),
				or(settings.after(), this.after), or(settings.required(), this.required),
				(settings.timeout() != null) ? settings.timeout() : this.timeout, or(settings.hoist(), this.hoist),
				or(settings.gate(), this.gate), or(settings.creation(), this.creation), this.via, this.unreadable);
	}

	/**
	 * Whether others say the same, wherever they say it.
	 */
	boolean isLike(@Nullable EntryAttributes other) {
		return other != null && equals(new EntryAttributes(other.name, other.domain, other.inOrder, other.after,
				other.required, other.timeout, other.hoist, other.gate, other.creation, this.via, this.unreadable));
	}

	private static <T> T or(@Nullable T configured, T annotated) {
		return (configured != null) ? configured : annotated;
	}

}
