package io.github.asyncinit.engine;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the name of a thread shows what it runs.
 */
class NamePaceTests {

	private final AtomicLong now = new AtomicLong();

	private final NamePace pace = new NamePace(this.now::get);

	@Test
	void showsEntriesThatTakeAMicrosecondOrMore() {
		for (int row = 0; row < 3; row++) {
			assertThat(shown(1000)).isEqualTo(NamePace.ROW);
		}
	}

	@Test
	void showsNoMoreAfterARowOfShorterOnes() {
		assertThat(shown(999)).as("nobody could know").isEqualTo(NamePace.ROW);

		assertThat(shown(999)).isZero();
		assertThat(shown(0)).isZero();
	}

	@Test
	void showsThemAgainAfterARowInWhichOneTookLong() {
		shown(0);
		assertThat(shown(0)).isZero();

		this.now.addAndGet(NamePace.MIN_ROW_NANOS);

		assertThat(shown(0)).isEqualTo(NamePace.ROW);
		assertThat(shown(0)).isZero();
	}

	/**
	 * Returns how many of a row are shown.
	 */
	private int shown(long nanosEach) {
		int shown = 0;
		for (int entry = 0; entry < NamePace.ROW; entry++) {
			if (this.pace.isNextWorthIt()) {
				shown++;
			}
			this.now.addAndGet(nanosEach);
		}
		return shown;
	}

}
