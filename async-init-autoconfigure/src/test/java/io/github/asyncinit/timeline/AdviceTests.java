package io.github.asyncinit.timeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Advice says what has an effect, and nothing else.
 */
class AdviceTests {

	private static final String CREATION = "async-init.settings.client.creation=true";

	private static final String GATE = "async-init.settings.client.gate=dependents";

	private static final Potential CALLBACKS = new Potential(false, true, false, null, null);

	private final FakeTime time = new FakeTime();

	private final TimelineRecorder recorder = new TimelineRecorder(1000, this.time.clock(0));

	private final ExecutorService worker = Executors.newSingleThreadExecutor();

	@BeforeEach
	void idleCpus() {
		this.recorder.environment(new Environment(null, true, 8, 0, Map.of()));
		this.time.processCpu(80);
	}

	@AfterEach
	void endWorker() {
		this.worker.shutdownNow();
	}

	@Test
	void isNotGivenForWhatCannotBeAsynchronous() {
		client(300, 300);

		assertThat(next(Potential.NONE)).isNull();
	}

	@Test
	void promisesOnlyTheTimeOfTheCallbacksWhereTheCreationCannotBeMoved() {
		client(400, 300);

		Advice advice = next(CALLBACKS);

		assertThat(advice).isNotNull();
		assertThat(advice.ready()).isEqualTo(new Estimate(1_400_000, 1_400_000, 1_400_000));
		assertThat(advice.added()).containsExactly("client");
		assertThat(advice.settings()).isEmpty();
	}

	@Test
	void isNotGivenForASlowConstructorThatCannotBeMoved() {
		client(400, 0);

		assertThat(next(CALLBACKS)).isNull();
	}

	@Test
	void namesTheSettingThatMovesASlowConstructor() {
		client(400, 300);

		Advice advice = next(new Potential(false, true, false, CREATION, null));

		assertThat(advice).isNotNull();
		assertThat(advice.ready().value()).isEqualTo(1_000_000);
		assertThat(advice.settings()).containsExactly(CREATION);
	}

	@Test
	void doesNotNameItForAFastOne() {
		client(1, 300);

		Advice advice = next(new Potential(false, true, false, CREATION, null));

		assertThat(advice).isNotNull();
		assertThat(advice.settings()).isEmpty();
	}

	@Test
	void namesTheGateWithoutWhichItHasNoEffect() {
		client(0, 300);

		Advice advice = next(new Potential(false, true, false, null, GATE));

		assertThat(advice).isNotNull();
		assertThat(advice.settings()).containsExactly(GATE);
	}

	@Test
	void isNotRepeatedForWhatIsSelected() {
		client(0, 300);

		assertThat(next(new Potential(true, true, false, CREATION, null))).isNull();
	}

	@Test
	void movesTheConstructorOfWhatIsAsynchronousAlready() throws Exception {
		int bean = this.recorder.beginBean("client");
		this.time.advance(400);
		this.recorder.instantiated(bean);
		this.recorder.scheduled(
				new EntryFacts(1, "client", "default", "client", null, "annotation", false, true, false, List.of()));
		this.recorder.endBean(bean, null);
		onWorker(() -> this.recorder.started(1));
		this.time.advance(1000);
		onWorker(() -> this.recorder.ended(1, EntryOutcome.SUCCEEDED, null));
		bean("service", 100);
		this.recorder.milestone(Milestone.BARRIER_BEGIN);

		Advice advice = next(new Potential(true, true, false, CREATION, null));

		assertThat(advice).isNotNull();
		assertThat(advice.beans()).containsExactly("client");
		assertThat(advice.added()).isEmpty();
		assertThat(advice.settings()).containsExactly(CREATION);
		assertThat(advice.ready().low()).isEqualTo(1_400_000);
	}

	@Test
	void isGivenForWhatRanInlineOnlyForWantOfCallbacks() {
		ranInline();

		assertThat(next(new Potential(true, false, false, CREATION, null))).isNotNull();
	}

	@Test
	void isNotGivenForWhatRanInlineForAnotherReason() {
		ranInline();

		assertThat(next(new Potential(true, true, false, CREATION, null))).isNull();
	}

	@Test
	void isNotGivenForWhatIsCreatedAfterTheSingletons() {
		this.recorder.milestone(Milestone.SINGLETONS_CREATED);
		this.time.advance(1);
		client(0, 300);

		assertThat(next(CALLBACKS)).isNull();
	}

	@Test
	void foretellsNothingOfAConstructorThatNoEntryWouldRun() {
		client(400, 300);

		TimelineAnalysis analysis = analysis(new PredictionRequest(false, List.of("client"),
				(bean) -> new Potential(true, true, false, CREATION, null)));

		assertThat(analysis.selected()).isNotNull();
		assertThat(analysis.selected().ready().value()).isEqualTo(1_400_000);
	}

	@Test
	void foretellsThatOfAFactoryMethodThatAnEntryWouldRun() {
		client(400, 300);

		TimelineAnalysis analysis = analysis(new PredictionRequest(false, List.of("client"),
				(bean) -> new Potential(true, false, true, null, null)));

		assertThat(analysis.selected()).isNotNull();
		assertThat(analysis.selected().ready().value()).isEqualTo(1_300_000);
	}

	@Test
	void namesWhoWaitsWhereThatCanBeAsynchronous() throws Exception {
		assertThat(reasonWithWaiter(CALLBACKS)).isEqualTo(
				"client waited for it nearly all the time: if that can be asynchronous too, name it in async-init.beans");
	}

	@Test
	void namesTheGateOfWhoWaits() throws Exception {
		assertThat(reasonWithWaiter(new Potential(false, true, false, null, GATE)))
			.endsWith("name it in async-init.beans, with " + GATE);
	}

	@Test
	void doesNotNameWhoIsNamedAlready() throws Exception {
		assertThat(reasonWithWaiter(new Potential(true, true, false, null, null)))
			.isEqualTo("client waited for it nearly all the time");
	}

	@Test
	void doesNotNameWhoHasNoCallbacks() throws Exception {
		assertThat(reasonWithWaiter(new Potential(false, false, false, CREATION, null)))
			.isEqualTo("client waited for it nearly all the time");
	}

	@Test
	void namesTheGateWithoutWhichItRanInline() {
		assertThat(reasonInline("its method 'x' is final")).isEqualTo(
				"ran inline: its method 'x' is final: since it is only depended on, " + GATE + " makes it an entry");
	}

	@Test
	void doesNotNameTheGateTwice() {
		assertThat(reasonInline("it is final: gate=dependents makes it an entry"))
			.isEqualTo("ran inline: it is final: gate=dependents makes it an entry");
	}

	private String reasonInline(String reason) {
		int bean = this.recorder.beginBean("client");
		this.recorder.ranInline("client", null, "property", reason);
		this.recorder.endBean(bean, null);
		TimelineAnalysis analysis = analysis(
				new PredictionRequest(false, List.of(), only("client", new Potential(true, true, false, null, GATE))));
		assertThat(analysis.noGain()).singleElement().extracting(NoGain::name).isEqualTo("client");
		return analysis.noGain().get(0).reason();
	}

	private String reasonWithWaiter(Potential potential) throws Exception {
		this.recorder.scheduled(EntryFacts.of(1, "migration", "default"));
		onWorker(() -> this.recorder.started(1));
		int wait = this.recorder.blocked("client", List.of("migration"));
		this.time.advance(50);
		onWorker(() -> this.recorder.ended(1, EntryOutcome.SUCCEEDED, null));
		this.recorder.unblocked(wait);
		TimelineAnalysis analysis = analysis(new PredictionRequest(false, List.of(), only("client", potential)));
		assertThat(analysis.noGain()).singleElement().extracting(NoGain::name).isEqualTo("migration");
		return analysis.noGain().get(0).reason();
	}

	private void ranInline() {
		int bean = this.recorder.beginBean("client");
		this.time.advance(400);
		this.recorder.instantiated(bean);
		this.recorder.ranInline("client", null, "property", "it has no initialization callbacks");
		this.recorder.endBean(bean, null);
		bean("service", 1000);
	}

	/**
	 * A bean, and another one that could overlap with it.
	 */
	private void client(long creation, long callbacks) {
		int bean = this.recorder.beginBean("client");
		this.time.advance(creation);
		this.recorder.instantiated(bean);
		this.time.advance(callbacks);
		this.recorder.endBean(bean, null);
		bean("service", 1000);
	}

	private void bean(String name, long millis) {
		int id = this.recorder.beginBean(name);
		this.time.advance(millis);
		this.recorder.endBean(id, null);
	}

	private Advice next(Potential potential) {
		return analysis(new PredictionRequest(true, List.of(), only("client", potential))).advice();
	}

	private TimelineAnalysis analysis(PredictionRequest request) {
		this.recorder.milestone(Milestone.READY);
		return TimelineAnalysis.of(this.recorder.timeline(), request);
	}

	private static Function<String, Potential> only(String bean, Potential potential) {
		return (name) -> name.equals(bean) ? potential : Potential.NONE;
	}

	private void onWorker(Runnable action) throws Exception {
		this.worker.submit(action).get();
	}

}
