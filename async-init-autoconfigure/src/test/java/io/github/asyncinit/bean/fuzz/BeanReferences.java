package io.github.asyncinit.bean.fuzz;

import java.util.List;

/**
 * Verifies references of beans to each other.
 */
interface BeanReferences {

	/**
	 * Verifies that a bean was injected with what the container has.
	 */
	void verify(NodeSpec holder, List<String> names, List<Node> nodes);

}
