package io.github.asyncinit.timeline;

import java.util.List;

/**
 * What to predict from a start.
 *
 * @param next whether to look for the beans that are worth being asynchronous next
 * @param selected names of beans that would be asynchronous, were asynchronous
 * initialization enabled: what that would gain is predicted for all of them together
 */
public record PredictionRequest(boolean next, List<String> selected) {

	/**
	 * Looks for the beans to make asynchronous next.
	 */
	public static final PredictionRequest NEXT = new PredictionRequest(true, List.of());

	/**
	 * Predicts nothing.
	 */
	public static final PredictionRequest NOTHING = new PredictionRequest(false, List.of());

	public PredictionRequest {
		selected = List.copyOf(selected);
	}

}
