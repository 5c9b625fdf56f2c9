package io.github.asyncinit.bean;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the container's marks when somebody has it overlook one.
 */
class CreationMarksTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final CreationMarks marks = new CreationMarks(this.beanFactory);

	@Test
	void aMarkThatIsOverlookedWhileTheBeanIsCreatedIsTakenAway() {
		this.beanFactory.getSingleton("bean", () -> {
			this.beanFactory.setCurrentlyInCreation("bean", false);
			this.marks.begin("bean", true);
			return new Object();
		});

		assertThat(this.beanFactory.isSingletonCurrentlyInCreation("bean")).isFalse();
	}

	@Test
	void aMarkThatWasOverlookedFromTheBeginningIsNotMissed() {
		this.beanFactory.setCurrentlyInCreation("bean", false);

		Object bean = this.beanFactory.getSingleton("bean", () -> {
			this.marks.begin("bean", true);
			return "created";
		});

		assertThat(bean).isEqualTo("created");
	}

	@Test
	void aMarkThatWasLeftKeepsNobodyFromCreatingTheBeanAgain() {
		this.beanFactory.getSingleton("bean", () -> {
			this.beanFactory.setCurrentlyInCreation("bean", false);
			return new Object();
		});
		this.beanFactory.setCurrentlyInCreation("bean", true);
		this.marks.end("bean");
		this.beanFactory.destroySingleton("bean");

		this.marks.begin("bean", false);

		assertThat(this.beanFactory.getSingleton("bean", () -> "again")).isEqualTo("again");
	}

}
