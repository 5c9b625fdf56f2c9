package io.github.asyncinit.sample.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.asyncinit.sample.init.InitializerLog;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.queryparser.simple.SimpleQueryParser;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * Full-text index over the names and descriptions of all products, built in memory at
 * start-up.
 */
public class SearchIndex {

	private static final String ID = "id";

	private static final String NAME = "name";

	private static final String DESCRIPTION = "description";

	/** Best first, and never by chance: products that match alike come by number. */
	private static final Sort ORDER = new Sort(SortField.FIELD_SCORE, new SortField(ID, SortField.Type.LONG));

	private final ProductCache cache;

	private final InitializerLog log;

	private final Analyzer analyzer = new EnglishAnalyzer();

	private @Nullable IndexSearcher searcher;

	SearchIndex(ProductCache cache, InitializerLog log) {
		this.cache = cache;
		this.log = log;
	}

	/**
	 * Builds the index.
	 */
	public void build() {
		this.log.run("searchIndex", this::index, "productCache");
	}

	private void index() {
		try {
			Directory directory = new ByteBuffersDirectory();
			IndexWriterConfig config = new IndexWriterConfig(this.analyzer)
				.setMergeScheduler(new SerialMergeScheduler());
			try (IndexWriter writer = new IndexWriter(directory, config)) {
				for (CatalogueRow product : this.cache.products()) {
					writer.addDocument(toDocument(product));
				}
			}
			this.searcher = new IndexSearcher(DirectoryReader.open(directory));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Document toDocument(CatalogueRow product) {
		Document document = new Document();
		document.add(new NumericDocValuesField(ID, product.id()));
		document.add(new TextField(NAME, product.name(), Store.NO));
		document.add(new TextField(DESCRIPTION, product.description(), Store.NO));
		return document;
	}

	/**
	 * Searches names and descriptions.
	 * @param text what to search for; every word must occur
	 * @param limit how many products to return at most
	 * @return the numbers of the products, best first
	 * @throws IOException if the index cannot be read
	 */
	public List<Long> search(String text, int limit) throws IOException {
		IndexSearcher index = this.searcher;
		if (index == null) {
			return List.of();
		}
		SimpleQueryParser parser = new SimpleQueryParser(this.analyzer, Map.of(NAME, 2f, DESCRIPTION, 1f));
		parser.setDefaultOperator(Occur.MUST);
		List<Long> found = new ArrayList<>();
		for (ScoreDoc hit : index.search(parser.parse(text), limit, ORDER).scoreDocs) {
			found.add((Long) ((FieldDoc) hit).fields[1]);
		}
		return found;
	}

}
