package io.github.asyncinit.actuate;

import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;

import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointLinksResolver;
import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.jersey.actuate.endpoint.web.JerseyEndpointResourceFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Serves the endpoints of an application by Jersey, with the actuator's own adapter.
 */
record JerseyApplication(AnnotationConfigApplicationContext context, HttpServer server) implements AutoCloseable {

	static JerseyApplication start(Class<?> application) throws Exception {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(application);
		return new JerseyApplication(context, serve(context));
	}

	/**
	 * Opens a port on which Jersey serves the endpoints of a context.
	 */
	static HttpServer serve(ApplicationContext context) throws Exception {
		WebEndpointDiscoverer discoverer = new WebEndpointDiscoverer(context,
				new ConversionServiceParameterValueMapper(), EndpointMediaTypes.DEFAULT, null, null, List.of(),
				List.of(), List.of());
		Collection<ExposableWebEndpoint> endpoints = discoverer.getEndpoints();
		Collection<Resource> resources = new JerseyEndpointResourceFactory().createEndpointResources(
				new EndpointMapping("/actuator"), endpoints, EndpointMediaTypes.DEFAULT,
				new EndpointLinksResolver(endpoints), false);
		ResourceConfig config = new ResourceConfig().registerResources(resources.toArray(Resource[]::new))
			.register(JacksonFeature.class)
			.property("contextConfig", context);
		return JdkHttpServerFactory
			.createHttpServer(new URI("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":0/"), config);
	}

	String url() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.context.close();
	}

}
