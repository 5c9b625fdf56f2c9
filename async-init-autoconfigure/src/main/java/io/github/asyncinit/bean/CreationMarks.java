package io.github.asyncinit.bean;

import java.util.HashSet;
import java.util.Set;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Looks after the marks by which the container knows what is in creation. A method of a
 * full-mode configuration class that calls another one has the container overlook the
 * mark of that one's bean for as long as it takes. If another thread is creating the bean
 * and comes to the end meanwhile, it does not take the mark away, and the container holds
 * the bean for circular ever after.
 *
 * <p>
 * <strong>Thread safety.</strong> To be guarded by its user.
 */
final class CreationMarks {

	private final DefaultListableBeanFactory beanFactory;

	/** What was complete and still had its mark. */
	private final Set<String> left = new HashSet<>();

	CreationMarks(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The current thread begins to create a bean, or to wait for it.
	 * @param createdByOther whether another thread creates it, and is to take the mark
	 * away. If it did not set it, because it was overlooked then, it has to be to the
	 * end: the container does not take a mark away that is not there.
	 */
	void begin(String beanName, boolean createdByOther) {
		if (createdByOther) {
			if (this.beanFactory.isSingletonCurrentlyInCreation(beanName)) {
				this.beanFactory.setCurrentlyInCreation(beanName, true);
			}
		}
		else if (this.left.contains(beanName) && !this.beanFactory.containsSingleton(beanName)) {
			// for good: a mark that was left cannot be taken away
			this.beanFactory.setCurrentlyInCreation(beanName, false);
		}
	}

	/**
	 * The creation of a bean has come to its end.
	 */
	void end(String beanName) {
		if (this.beanFactory.isSingletonCurrentlyInCreation(beanName) && this.beanFactory.containsSingleton(beanName)) {
			this.left.add(beanName);
		}
	}

}
