package io.github.asyncinit.actuate;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;

/**
 * The formats of the boot chart, in the order of preference.
 */
public enum BootChartFormat implements Producible<BootChartFormat> {

	/**
	 * JSON, as actuator names it since version 2.2.
	 */
	ACTUATOR_V3("application/vnd.spring-boot.actuator.v3+json"),

	/**
	 * JSON, as actuator named it before.
	 */
	ACTUATOR_V2("application/vnd.spring-boot.actuator.v2+json"),

	/**
	 * JSON, for programs that do not ask for anything else.
	 */
	JSON("application/json"),

	/**
	 * A picture, for images in pages.
	 */
	SVG("image/svg+xml"),

	/**
	 * A page, for browsers.
	 */
	HTML("text/html");

	private final MimeType mimeType;

	BootChartFormat(String mimeType) {
		this.mimeType = MimeType.valueOf(mimeType);
	}

	@Override
	public MimeType getProducedMimeType() {
		return this.mimeType;
	}

	@Override
	public boolean isDefault() {
		return this == JSON;
	}

}
