package io.github.asyncinit.sample.remote;

import java.util.Map;
import java.util.TreeMap;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import jakarta.annotation.PostConstruct;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * Archive of reports, prefetched in a domain of its own that nobody waits for. Whoever
 * asks for a report before that is done waits for it.
 */
@Component
@AsyncInit(domain = "background")
public class ReportArchive {

	private static final ParameterizedTypeReference<TreeMap<String, Object>> INDEX = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final InitializerLog log;

	private Map<String, Object> index = Map.of();

	ReportArchive(RemoteServices services, InitializerLog log) {
		this.services = services;
		this.log = log;
	}

	@PostConstruct
	public void prefetch() {
		this.log.runInBackground("reportArchive", () -> this.index = this.services.get("/report-archive", INDEX));
	}

	/**
	 * Returns what the archive holds.
	 * @return the number of reports
	 */
	public Map<String, Object> index() {
		return this.index;
	}

}
