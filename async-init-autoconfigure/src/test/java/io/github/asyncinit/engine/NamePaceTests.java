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
		assertThat(shown(3 * NamePace.ROW, 1000)).isEqualTo(3 * NamePace.ROW);
	}

	@Test
	void showsNoMoreAfterARowOfShorterOnes() {
		assertThat(shown(NamePace.ROW, 999)).as("nobody could know").isEqualTo(NamePace.ROW);

		assertThat(shown(100 * NamePace.NEXT_ROW, 999)).isZero();
	}

	@Test
	void showsThemAgainAfterAFewOfWhichOneTookLong() {
		shown(NamePace.ROW, 0);
		assertThat(shown(NamePace.NEXT_ROW, 0)).isZero();

		this.now.addAndGet(NamePace.NEXT_ROW * NamePace.MIN_NANOS);

		assertThat(shown(2 * NamePace.ROW, 0)).isEqualTo(NamePace.ROW);
	}

	/**
	 * Returns how many of some entries are shown.
	 */
	private int shown(int entries, long nanosEach) {
		int shown = 0;
		for (int entry = 0; entry < entries; entry++) {
			if (this.pace.isNextWorthIt()) {
				shown++;
			}
			this.now.addAndGet(nanosEach);
		}
		return shown;
	}

}
