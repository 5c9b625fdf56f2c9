package io.github.asyncinit.engine;

import org.jspecify.annotations.Nullable;

/**
 * A thread of the scheduler itself: a daemon whose name begins with {@value #PREFIX}, so
 * that the container, which compares the names up to the last hyphen, takes it for an
 * unmanaged thread.
 */
final class WorkerThread extends Thread {

	static final String PREFIX = "asyncinit-";

	private final String idleName;

	private final NamePace pace = new NamePace();

	/** The entry that was shown last, and the name of the thread since. */
	private @Nullable String shown;

	private @Nullable String shownAs;

	WorkerThread(Runnable task, String name) {
		super(null, task, name, 0, false);
		this.idleName = name;
		setDaemon(true);
		setContextClassLoader(null);
	}

	/**
	 * Starts a thread outside of any pool.
	 * @return {@code false} if no thread could be made
	 */
	static boolean start(Runnable task, String name) {
		try {
			new WorkerThread(task, PREFIX + name).start();
			return true;
		}
		catch (Error ex) {
			// out of memory; entries still run, on the threads that wait for them
			return false;
		}
	}

	/**
	 * Tells the thread's handler what a thread of ours came upon, as far as there is
	 * memory for it. The thread goes on.
	 */
	static void report(Throwable failure) {
		try {
			GuardedListener.handle(Thread.currentThread(), failure);
		}
		catch (Throwable worse) {
			// there is none
		}
	}

	/**
	 * Shows in the name what the current thread runs, if it is one of ours, and if that
	 * is worth it.
	 */
	static void show(Thread thread, String entryName) {
		if (thread instanceof WorkerThread worker) {
			worker.show(entryName);
		}
	}

	private void show(String entryName) {
		if (!this.pace.isNextWorthIt()) {
			showIdle();
			return;
		}
		if (entryName.equals(this.shown) && getName().equals(this.shownAs)) {
			// the system has to be told, which costs more than an empty entry
			return;
		}
		// no further hyphen, or the part before the last one would differ
		this.shownAs = this.idleName + " [" + entryName.replace('-', '_') + "]";
		this.shown = entryName;
		setName(this.shownAs);
	}

	static void showIdle(Thread thread) {
		if (thread instanceof WorkerThread worker) {
			worker.showIdle();
		}
	}

	private void showIdle() {
		if (!getName().equals(this.idleName)) {
			setName(this.idleName);
		}
	}

}
