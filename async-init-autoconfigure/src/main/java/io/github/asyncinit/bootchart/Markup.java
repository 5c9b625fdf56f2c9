package io.github.asyncinit.bootchart;

import org.jspecify.annotations.Nullable;

/**
 * Writes XML and HTML. Whatever is text or the value of an attribute is escaped, and what
 * XML does not allow is replaced. Used by one thread.
 */
final class Markup {

	private final StringBuilder out = new StringBuilder(16 * 1024);

	/**
	 * Opens an element with pairs of attribute names and values; a pair whose value is
	 * {@code null} is left out.
	 */
	Markup open(String name, @Nullable Object... attributes) {
		start(name, attributes);
		this.out.append('>');
		return this;
	}

	Markup empty(String name, @Nullable Object... attributes) {
		start(name, attributes);
		this.out.append("/>");
		return this;
	}

	/**
	 * Writes an element of HTML that has no end.
	 */
	Markup single(String name, @Nullable Object... attributes) {
		return open(name, attributes);
	}

	Markup element(String name, String text, @Nullable Object... attributes) {
		return open(name, attributes).text(text).close(name);
	}

	Markup close(String name) {
		this.out.append("</").append(name).append('>');
		return this;
	}

	Markup text(String text) {
		escape(text, this.out);
		return this;
	}

	Markup line() {
		this.out.append('\n');
		return this;
	}

	/**
	 * Writes what is markup, style or script of ours already.
	 */
	Markup raw(String markup) {
		this.out.append(markup);
		return this;
	}

	private void start(String name, @Nullable Object... attributes) {
		this.out.append('<').append(name);
		for (int i = 0; i + 1 < attributes.length; i += 2) {
			Object value = attributes[i + 1];
			if (value != null) {
				this.out.append(' ').append(attributes[i]).append("=\"");
				escape((value instanceof Double number) ? Words.decimal(number) : value.toString(), this.out);
				this.out.append('"');
			}
		}
	}

	static void escape(String text, StringBuilder out) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '<' -> out.append("&lt;");
				case '>' -> out.append("&gt;");
				case '&' -> out.append("&amp;");
				case '"' -> out.append("&quot;");
				case '\'' -> out.append("&#39;");
				case '\n', '\t' -> out.append(c);
				default -> out.append(isAllowed(text, i) ? c : '\uFFFD');
			}
		}
	}

	private static boolean isAllowed(String text, int index) {
		char c = text.charAt(index);
		if (Character.isHighSurrogate(c)) {
			return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
		}
		if (Character.isLowSurrogate(c)) {
			return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
		}
		return c >= ' ' && c < '\uFFFE' && (c < '\u007F' || c > '\u009F') && !isDirectional(c);
	}

	/**
	 * Tells whether a character would turn the direction of the text around it.
	 */
	private static boolean isDirectional(char c) {
		return (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
	}

	@Override
	public String toString() {
		return this.out.toString();
	}

}
