package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncInit;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;

/**
 * Reads the text attributes of one annotation, and says which of them it could not read.
 * These count as not given.
 */
final class AnnotationValues {

	private final MergedAnnotation<AsyncInit> annotation;

	private final UnaryOperator<@Nullable String> placeholders;

	private List<String> unreadable = List.of();

	AnnotationValues(MergedAnnotation<AsyncInit> annotation, UnaryOperator<@Nullable String> placeholders) {
		this.annotation = annotation;
		this.placeholders = placeholders;
	}

	/**
	 * Returns a text, which may be empty.
	 */
	String text(String attribute) {
		return Objects.requireNonNullElse(resolve(attribute, this.annotation.getString(attribute)), "");
	}

	/**
	 * Returns a text, or another one where it is empty.
	 */
	String text(String attribute, String otherwise) {
		String text = text(attribute);
		return StringUtils.hasText(text) ? text : otherwise;
	}

	/**
	 * Returns texts, without those that are empty.
	 */
	List<String> texts(String attribute) {
		List<String> texts = new ArrayList<>();
		for (String value : this.annotation.getStringArray(attribute)) {
			String text = resolve(attribute, value);
			if (StringUtils.hasText(text)) {
				texts.add(text);
			}
		}
		return Collections.unmodifiableList(texts);
	}

	@Nullable Duration duration(String attribute) {
		String text = text(attribute);
		if (!StringUtils.hasText(text)) {
			return null;
		}
		try {
			return DurationFormatterUtils.detectAndParse(text);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			unreadable(attribute, text, "is no duration: write it like 30s or PT30S, 0 for no limit.");
			return null;
		}
	}

	private @Nullable String resolve(String attribute, String value) {
		try {
			return this.placeholders.apply(value);
		}
		catch (IllegalArgumentException ex) {
			unreadable(attribute, value,
					"has a placeholder without a value: set that property, or give it a default after a colon.");
			return null;
		}
	}

	private void unreadable(String attribute, String value, String why) {
		List<String> all = new ArrayList<>(this.unreadable);
		all.add(attribute + " = \"" + value + "\" in its @AsyncInit, which " + why);
		this.unreadable = all;
	}

	/**
	 * What could not be read, why, and what to do; one text each, to follow "has".
	 */
	List<String> unreadable() {
		return List.copyOf(this.unreadable);
	}

}
