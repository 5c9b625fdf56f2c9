package io.github.asyncinit;

import java.io.IOException;

/**
 * A superclass in another package than the beans of the tests, with methods for
 * subclasses, which this package calls too.
 */
public abstract class ForeignHooks {

	private String state = "empty";

	public static String callAll(ForeignHooks hooks) throws IOException {
		hooks.fill(7, 8L, 9f, 10d, (byte) 11, (short) 12, 'c', true, new int[] { 13 }, "14", "15");
		return hooks.read() + " " + hooks.size() + " " + hooks.time() + " " + hooks.isFull() + " "
				+ hooks.lines().length + " " + hooks.overridden();
	}

	public static void fail(ForeignHooks hooks) throws IOException {
		hooks.fail();
	}

	protected void fill(int a, long b, float c, double d, byte e, short f, char g, boolean h, int[] i, String... more) {
		this.state = "" + a + b + c + d + e + f + g + h + i[0] + String.join("", more);
	}

	protected String read() {
		return this.state;
	}

	protected int size() {
		return this.state.length();
	}

	protected long time() {
		return this.state.length() * 2L;
	}

	protected boolean isFull() {
		return !"empty".equals(this.state);
	}

	protected String[] lines() {
		return new String[] { this.state, this.state };
	}

	protected void fail() throws IOException {
		throw new IOException(this.state);
	}

	protected abstract String overridden();

}
