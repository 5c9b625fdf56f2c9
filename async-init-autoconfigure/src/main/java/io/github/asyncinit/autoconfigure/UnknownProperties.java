package io.github.asyncinit.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.asyncinit.bean.NearestName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Finds properties of ours that do not exist while the others are bound. The process's
 * environment is left out: a variable may only look as if it were meant for us.
 */
final class UnknownProperties extends NoUnboundElementsBindHandler {

	private Set<ConfigurationProperty> unknown = Set.of();

	UnknownProperties() {
		super(BindHandler.DEFAULT, UnknownProperties::isWritten);
	}

	private static boolean isWritten(ConfigurationPropertySource source) {
		return !(source.getUnderlyingSource() instanceof PropertySource<?> underlying
				&& underlying.getName().endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
	}

	@Override
	public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			@Nullable Object result) throws Exception {
		try {
			super.onFinish(name, target, context, result);
		}
		catch (UnboundConfigurationPropertiesException ex) {
			this.unknown = ex.getUnboundProperties();
		}
	}

	/**
	 * Says of each what it is, what it may be meant to be, and where it is written.
	 */
	List<String> messages() {
		return this.unknown.stream().map(UnknownProperties::message).toList();
	}

	private static String message(ConfigurationProperty property) {
		return "Property '" + property.getName() + "' is unknown and has no effect" + hint(property.getName())
				+ ((property.getOrigin() != null) ? " It is set in " + property.getOrigin() + "." : "");
	}

	/**
	 * Follows a name through the classes of the properties as far as it is known.
	 */
	private static String hint(ConfigurationPropertyName name) {
		ResolvableType type = ResolvableType.forClass(AsyncInitProperties.class);
		for (int i = 1; i < name.getNumberOfElements(); i++) {
			if (Map.class.isAssignableFrom(type.toClass())) {
				type = type.asMap().getGeneric(1);
				continue;
			}
			Map<String, ResolvableType> known = properties(type.toClass());
			ResolvableType next = known.get(name.getElement(i, Form.DASHED));
			if (next == null) {
				return meant(name.chop(i), NearestName.of(name.getElement(i, Form.DASHED), known.keySet()), i);
			}
			type = next;
		}
		return ".";
	}

	private static String meant(ConfigurationPropertyName parent, @Nullable String nearest, int depth) {
		if (nearest != null) {
			return "; did you mean '" + parent.append(nearest) + "'?";
		}
		return (depth > 2) ? "; a name with dots goes into brackets, as in '" + parent.chop(2) + "[some.name]'." : ".";
	}

	private static Map<String, ResolvableType> properties(Class<?> type) {
		Map<String, ResolvableType> properties = new LinkedHashMap<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			if (property.getReadMethod() != null && !property.getName().equals("class")) {
				properties.put(DataObjectPropertyName.toDashedForm(property.getName()),
						ResolvableType.forMethodReturnType(property.getReadMethod()));
			}
		}
		return properties;
	}

}
