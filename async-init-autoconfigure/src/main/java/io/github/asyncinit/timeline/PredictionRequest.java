package io.github.asyncinit.timeline;

import java.util.List;
import java.util.function.Function;

/**
 * What to predict from a start.
 *
 * @param next whether to look for the beans that are worth being asynchronous next
 * @param selected names of beans that would be asynchronous, were asynchronous
 * initialization enabled: what that would gain is predicted for all of them together
 * @param potentials tells what could be asynchronous of a bean, by its name
 */
public record PredictionRequest(boolean next, List<String> selected, Function<String, Potential> potentials) {

	/**
	 * Looks for the beans to make asynchronous next, whatever they are.
	 */
	public static final PredictionRequest NEXT = new PredictionRequest(true, List.of(), (bean) -> Potential.ALL);

	/**
	 * Predicts nothing.
	 */
	public static final PredictionRequest NOTHING = new PredictionRequest(false, List.of(), (bean) -> Potential.NONE);

	public PredictionRequest {
		selected = List.copyOf(selected);
	}

}
