package io.github.asyncinit.engine;

/**
 * A thread of the scheduler itself: a daemon whose name begins with {@value #PREFIX}, so
 * that the container, which compares the names up to the last hyphen, takes it for an
 * unmanaged thread.
 */
final class WorkerThread extends Thread {

	static final String PREFIX = "asyncinit-";

	private final String idleName;

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
	 * Shows in the name what the current thread runs, if it is one of ours.
	 */
	static void show(Thread thread, String entryName) {
		if (thread instanceof WorkerThread worker) {
			// no further hyphen, or the part before the last one would differ
			worker.setName(worker.idleName + " [" + entryName.replace('-', '_') + "]");
		}
	}

	static void showIdle(Thread thread) {
		if (thread instanceof WorkerThread worker) {
			worker.setName(worker.idleName);
		}
	}

}
