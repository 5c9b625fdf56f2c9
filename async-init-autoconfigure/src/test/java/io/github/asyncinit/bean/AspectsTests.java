package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring's own aspects on asynchronous beans, by class and by interface: they are behind
 * the gate, and the initializer does not go through them.
 */
class AspectsTests {

	@Test
	void callsTransactionalMethodsOfACompleteBeanWithinTransactions() {
		AsyncContexts.runner(TransactionConfiguration.class).withBean("orders", Orders.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(context.getBean(Orders.class).place()).isEqualTo("complete, in transaction: true");
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> context.getBean(Orders.class).refuse())
				.withMessage("refused");

			assertThat(journal.events()).containsExactly("initialized, in transaction: false", "begin", "commit",
					"begin", "rollback");
			assertThat(AsyncContexts.inlineReason(context, "orders")).isEmpty();
		});
	}

	@Test
	void callsTransactionalMethodsBehindAnInterface() {
		AsyncContexts.runner(TransactionConfiguration.class)
			.withBean("ledger", JournalledLedger.class)
			.run((context) -> {
				assertThat(context.getBean(Ledger.class).total()).isEqualTo("complete, in transaction: true");
				assertThat(AsyncContexts.inlineReason(context, "ledger")).isEmpty();
			});
	}

	@Test
	void validatesTheArgumentsOfMethods() {
		AsyncContexts.runner(ValidationConfiguration.class).withBean("greeter", Greeter.class).run((context) -> {
			assertThat(context.getBean(Greeter.class).greet("you")).isEqualTo("hello you");
			assertThatExceptionOfType(ConstraintViolationException.class)
				.isThrownBy(() -> context.getBean(Greeter.class).greet(""));
			assertThat(AsyncContexts.inlineReason(context, "greeter")).isEmpty();
		});
	}

	@Test
	void callsTransactionalMethodsOfABeanThatIsCreatedInItsEntry() {
		AsyncContexts.runner(TransactionConfiguration.class, DeferredOrders.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(context.getBean(Orders.class).place()).isEqualTo("complete, in transaction: true");
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> context.getBean(Orders.class).refuse());
			assertThat(context.getBean(Ledger.class).total()).isEqualTo("created, in transaction: true");

			assertThat(journal.events()).containsExactly("created, in transaction: false",
					"initialized, in transaction: false", "begin", "commit", "begin", "rollback", "begin", "commit");
			assertThat(journal.ranAsync("created, in transaction: false")).isTrue();
			assertThat(AsyncContexts.inlineReason(context, "ledger")).isEmpty();
		});
	}

	@Test
	void validatesTheArgumentsOfABeanThatIsCreatedInItsEntry() {
		AsyncContexts.runner(ValidationConfiguration.class, DeferredGreeter.class).run((context) -> {
			assertThat(context.getBean(Greeter.class).greet("you")).isEqualTo("hello you");
			assertThatExceptionOfType(ConstraintViolationException.class)
				.isThrownBy(() -> context.getBean(Greeter.class).greet(""));
			assertThat(context.getBean(Journal.class).ranAsync("created")).isTrue();
		});
	}

	private static boolean inTransaction() {
		return TransactionSynchronizationManager.isActualTransactionActive();
	}

	interface Ledger {

		@Transactional
		String total();

	}

	@AsyncInit
	static class Orders {

		private final Journal journal;

		private String state;

		Orders(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.state = "complete";
			this.journal.note("initialized, in transaction: " + inTransaction());
		}

		@Transactional
		String place() {
			return this.state + ", in transaction: " + inTransaction();
		}

		@Transactional
		void refuse() {
			throw new IllegalStateException("refused");
		}

	}

	@AsyncInit
	static class JournalledLedger implements Ledger {

		private String state;

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		@Override
		@Transactional
		public String total() {
			return this.state + ", in transaction: " + inTransaction();
		}

	}

	@AsyncInit
	@Validated
	static class Greeter {

		private String greeting;

		@PostConstruct
		void start() {
			this.greeting = "hello ";
		}

		String greet(@NotEmpty String name) {
			return this.greeting + name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class TransactionConfiguration {

		@Bean
		NotedTransactions transactionManager(Journal journal) {
			return new NotedTransactions(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ValidationAutoConfiguration.class)
	static class ValidationConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class DeferredOrders {

		@Bean
		@AsyncInit
		Orders orders(Journal journal) {
			journal.note("created, in transaction: " + inTransaction());
			return new Orders(journal);
		}

		@Bean
		@AsyncInit
		Ledger ledger() {
			return () -> "created, in transaction: " + inTransaction();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DeferredGreeter {

		@Bean
		@AsyncInit
		Greeter greeter(Journal journal) {
			journal.note("created");
			return new Greeter();
		}

	}

	@SuppressWarnings("serial")
	static class NotedTransactions extends AbstractPlatformTransactionManager {

		private final transient Journal journal;

		NotedTransactions(Journal journal) {
			this.journal = journal;
		}

		@Override
		protected Object doGetTransaction() {
			return "transaction";
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.journal.note("begin");
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.journal.note("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.journal.note("rollback");
		}

	}

}
