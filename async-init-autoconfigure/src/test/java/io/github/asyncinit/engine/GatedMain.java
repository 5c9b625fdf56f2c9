package io.github.asyncinit.engine;

/**
 * An application whose only entry never ends.
 */
public final class GatedMain {

	private GatedMain() {
	}

	public static void main(String[] args) {
		Latched gated = new Latched();
		DefaultOrderedAsyncScheduler.builder().build().schedule("gated", gated);
		gated.started();
	}

}
