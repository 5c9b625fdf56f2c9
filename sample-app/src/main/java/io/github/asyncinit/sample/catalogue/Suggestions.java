package io.github.asyncinit.sample.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.asyncinit.sample.init.InitializerLog;

/**
 * Names of products by their beginnings, kept in a trie that is built at start-up.
 */
public class Suggestions {

	private final ProductCache cache;

	private final InitializerLog log;

	private Node root = new Node();

	Suggestions(ProductCache cache, InitializerLog log) {
		this.cache = cache;
		this.log = log;
	}

	/**
	 * Builds the trie.
	 */
	public void build() {
		this.log.run("suggestions", this::insertAll, "productCache");
	}

	private void insertAll() {
		Node built = new Node();
		for (CatalogueRow product : this.cache.products()) {
			Node node = built;
			String name = product.name();
			for (char letter : name.toLowerCase(Locale.ROOT).toCharArray()) {
				node = node.children.computeIfAbsent(letter, (key) -> new Node());
			}
			node.name = name;
		}
		this.root = built;
	}

	/**
	 * Suggests names.
	 * @param beginning what a user has typed so far
	 * @param limit how many names to return at most
	 * @return names that begin so, in alphabetical order
	 */
	public List<String> suggest(String beginning, int limit) {
		Node node = this.root;
		for (char letter : beginning.toLowerCase(Locale.ROOT).toCharArray()) {
			node = node.children.getOrDefault(letter, new Node());
		}
		List<String> names = new ArrayList<>();
		collect(node, names, limit);
		return names;
	}

	private static void collect(Node node, List<String> names, int limit) {
		if (names.size() < limit && !node.name.isEmpty()) {
			names.add(node.name);
		}
		for (Node child : node.children.values()) {
			if (names.size() >= limit) {
				return;
			}
			collect(child, names, limit);
		}
	}

	private static final class Node {

		private final Map<Character, Node> children = new TreeMap<>();

		private String name = "";

	}

}
