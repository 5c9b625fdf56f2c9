package io.github.asyncinit.bootchart;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ReportFilesTests {

	private static final int DISK_SIZE = 1024 * 1024;

	private final BootChart chart = BootCharts.of(SampleStarts.parallel());

	@TempDir
	private Path directory;

	@Test
	void writesTheLatestFilesAndKeepsTheLastStarts() throws Exception {
		for (int i = 1; i <= 4; i++) {
			ReportFiles.write(this.chart, this.directory.resolve("reports"), "20260101-00000" + i + "-000", 2, 1);
		}

		assertThat(names("reports")).containsExactly("latest.html", "latest.json", "latest.svg", "latest.trace.json",
				"start-20260101-000003-000.html", "start-20260101-000003-000.json", "start-20260101-000003-000.svg",
				"start-20260101-000003-000.trace.json", "start-20260101-000004-000.html",
				"start-20260101-000004-000.json", "start-20260101-000004-000.svg",
				"start-20260101-000004-000.trace.json");
		assertThat(Json.readBootChart(Files.readString(this.directory.resolve("reports/latest.json"))))
			.isEqualTo(this.chart);
		assertThat(this.directory.resolve("reports/latest.svg")).content().startsWith("<svg").endsWith("</svg>\n");
	}

	@Test
	void comparesTheLastStartsBetweenWhichOtherBeansBecameAsynchronous() throws Exception {
		BootChart parallel = BootCharts.of(SampleStarts.parallel("productCatalog"));
		BootChart plain = BootCharts.of(SampleStarts.sequential());
		Path page = this.directory.resolve("compare.html");

		assertThat(ReportFiles.compare(parallel, parallel, this.directory, 1)).isFalse();
		assertThat(page).doesNotExist();
		assertThat(ReportFiles.compare(plain, parallel, this.directory, 1)).isTrue();
		assertThat(page).content().isEqualTo(ComparePage.of(plain, parallel, 1));
		assertThat(ReportFiles.compare(parallel, parallel, this.directory, 1)).isFalse();
		assertThat(page).content().isEqualTo(ComparePage.of(plain, parallel, 1));
		assertThat(ReportFiles.compare(parallel, plain, this.directory, 1)).isTrue();
		assertThat(page).content().isEqualTo(ComparePage.of(parallel, plain, 1));
		assertThat(names(".")).containsExactly("compare.html");
	}

	@Test
	void leavesOtherFilesAlone() throws Exception {
		Path other = Files.writeString(this.directory.resolve("start-of-something.txt"), "x");

		ReportFiles.write(this.chart, this.directory, "1", 0, 1);

		assertThat(other).exists();
		assertThat(names(".")).containsExactly("latest.html", "latest.json", "latest.svg", "latest.trace.json",
				"start-of-something.txt");
	}

	@Test
	void aFailureLeavesNothingHalfWritten() throws Exception {
		Files.createDirectory(this.directory.resolve("latest.svg"));
		Files.writeString(this.directory.resolve("latest.svg/in-the-way"), "x");

		assertThatIOException().isThrownBy(() -> ReportFiles.write(this.chart, this.directory, "1", 0, 1));

		assertThat(names(".")).containsExactly("latest.html", "latest.svg");
	}

	@Test
	void aFullDiskLeavesTheReportsOfTheLastStartWhole() throws Exception {
		Configuration small = Configuration.unix().toBuilder().setBlockSize(1024).setMaxSize(DISK_SIZE).build();
		try (FileSystem disk = Jimfs.newFileSystem(small)) {
			Path reports = disk.getPath("/reports");
			ReportFiles.write(this.chart, reports, "1", 0, 1);
			Path latest = reports.resolve("latest.json");
			byte[] before = Files.readAllBytes(latest);
			FileStore store = Files.getFileStore(reports);
			Files.write(reports.resolve("other"), new byte[(int) store.getUnallocatedSpace() - 1024]);

			assertThatIOException()
				.isThrownBy(() -> ReportFiles.write(BootCharts.of(SampleStarts.sequential()), reports, "2", 1, 1))
				.withMessageContaining("out of disk space");

			assertThat(latest).hasBinaryContent(before);
			try (Stream<Path> files = Files.list(reports)) {
				assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("latest.html",
						"latest.json", "latest.svg", "latest.trace.json", "other");
			}
		}
	}

	private List<String> names(String path) throws IOException {
		try (Stream<Path> files = Files.list(this.directory.resolve(path))) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

}
