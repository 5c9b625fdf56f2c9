package io.github.asyncinit.sample.geo;

import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import io.github.asyncinit.sample.remote.RemoteServices;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Tells in which country an address is. The table is downloaded and parsed at start-up.
 */
@Component
@AsyncInit
public class GeoIpTable implements InitializingBean {

	private static final String UNKNOWN = "unknown";

	private final RemoteServices services;

	private final InitializerLog log;

	private NavigableMap<Long, Range> ranges = new TreeMap<>();

	GeoIpTable(RemoteServices services, InitializerLog log) {
		this.services = services;
		this.log = log;
	}

	@Override
	public void afterPropertiesSet() {
		this.log.run("geoIpTable", this::download);
	}

	private void download() {
		NavigableMap<Long, Range> parsed = new TreeMap<>();
		this.services.getText("/geo-ip").lines().forEach((line) -> {
			String[] columns = line.split(",");
			parsed.put(toNumber(columns[0]), new Range(toNumber(columns[1]), columns[2].intern()));
		});
		this.ranges = parsed;
	}

	/**
	 * Returns the country of an address.
	 * @param address the address in dotted notation
	 * @return its ISO code, or {@code unknown}
	 */
	public String country(String address) {
		long number = toNumber(address);
		Entry<Long, Range> entry = this.ranges.floorEntry(number);
		return (entry != null && number <= entry.getValue().last()) ? entry.getValue().country() : UNKNOWN;
	}

	private static long toNumber(String address) {
		long number = 0;
		for (String part : address.split("\\.")) {
			number = number * 256 + Integer.parseInt(part);
		}
		return number;
	}

	private record Range(long last, String country) {
	}

}
