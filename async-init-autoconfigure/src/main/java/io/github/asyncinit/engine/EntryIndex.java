package io.github.asyncinit.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Finds an entry that is in a reorder buffer by its sequence, at four bytes an entry: a
 * directory of chunks. A chunk is dropped when all its entries were retired. Not before
 * that: of those who complete entries beside each other, only the one who advances the
 * head writes here.
 *
 * <p>
 * <strong>Thread safety.</strong> {@link #put} is called under the lock that gives
 * cookies, in the order of the sequences; {@link #get} and {@link #remove} by anybody.
 */
final class EntryIndex {

	/**
	 * The directory is copied for each new chunk. For a million pending entries the
	 * copies take four bytes each in all; with chunks half as large it would be fifteen.
	 */
	private static final int SHIFT = 10;

	private static final int SIZE = 1 << SHIFT;

	/**
	 * How many chunks follow one before it is seen to that what is complete in it is
	 * retired. To look there earlier would disturb those who complete entries.
	 */
	private static final int PATIENCE = 4;

	private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Entry[].class);

	private volatile Directory directory = new Directory(0, new Entry[0][], new int[0]);

	/** Number of the chunk that is being filled. Guarded by the lock. */
	private long filling = -1;

	void put(Entry entry) {
		long position = entry.sequence() - 1;
		long number = position >>> SHIFT;
		if (number != this.filling) {
			this.directory = this.directory.withChunk(number);
			this.filling = number;
		}
		Entry @Nullable [] chunk = this.directory.chunk(number);
		if (chunk != null) {
			SLOT.setRelease(chunk, slot(position), entry);
		}
	}

	@Nullable Entry get(long sequence) {
		long position = sequence - 1;
		Entry @Nullable [] chunk = this.directory.chunk(position >>> SHIFT);
		return (chunk != null) ? (Entry) SLOT.getAcquire(chunk, slot(position)) : null;
	}

	void remove(Entry entry) {
		long position = entry.sequence() - 1;
		Entry @Nullable [] chunk = this.directory.chunk(position >>> SHIFT);
		if (chunk != null) {
			SLOT.setRelease(chunk, slot(position), (Entry) null);
		}
	}

	private static int slot(long position) {
		return (int) position & (SIZE - 1);
	}

	/**
	 * Chunks from a first number on.
	 *
	 * @param first the number of the first chunk
	 * @param chunks an element is {@code null} where all entries of the chunk were
	 * retired
	 * @param emptied how many slots at the start of each chunk were found to be empty,
	 * and are never filled again. Guarded by the lock
	 */
	private record Directory(long first, @Nullable Entry[][] chunks, int[] emptied) {

		Entry @Nullable [] chunk(long number) {
			long at = number - this.first;
			return (at >= 0 && at < this.chunks.length) ? this.chunks[(int) at] : null;
		}

		/**
		 * Drops what is empty and adds a chunk. The others are looked at once for each
		 * new one, each from where the last look ended, so this costs little per entry.
		 */
		Directory withChunk(long number) {
			int from = 0;
			Entry[][] kept = this.chunks;
			boolean leading = true;
			for (int i = 0; i < kept.length; i++) {
				if (kept[i] != null && isEmpty(i, isLookedInto(kept.length - i, leading))) {
					kept[i] = null;
				}
				leading = leading && kept[i] == null;
				if (leading) {
					from = i + 1;
				}
			}
			long newFirst = (from == kept.length) ? number : this.first + from;
			int to = from + (int) (number - newFirst) + 1;
			Entry[][] result = Arrays.copyOfRange(kept, from, to);
			result[result.length - 1] = new Entry[SIZE];
			return new Directory(newFirst, result, Arrays.copyOfRange(this.emptied, from, to));
		}

		/**
		 * Whether to retire what is complete in a chunk: when it has become old, and when
		 * none before it is left, or the directory would grow for ever. Not in each time:
		 * behind one that is pending there may be very many.
		 * @param age how many chunks there are with it and after it
		 */
		private static boolean isLookedInto(int age, boolean leading) {
			return age == PATIENCE + 1 || (leading && age > PATIENCE);
		}

		private boolean isEmpty(int at, boolean old) {
			Entry[] chunk = this.chunks[at];
			for (int i = this.emptied[at]; i < SIZE; i++) {
				Entry entry = (Entry) SLOT.getAcquire(chunk, i);
				if (old && entry != null && entry.isComplete()) {
					// its domain may not be used any more
					entry.domain.retire();
					entry = (Entry) SLOT.getAcquire(chunk, i);
				}
				if (entry != null) {
					this.emptied[at] = i;
					return false;
				}
			}
			return true;
		}

	}

}
