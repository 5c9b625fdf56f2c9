package io.github.asyncinit.bootchart;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;

/**
 * Writes boot charts as JSON where no web endpoint does, and reads them back. It goes
 * through Spring Boot's own writer and parser, since an application need not have any
 * other JSON library; all that is done here is to take records apart.
 */
public final class Json {

	private static final JsonWriter<Object> WRITER = JsonWriter.standard();

	private Json() {
	}

	/**
	 * Writes a record.
	 * @param value a boot chart or a Chrome trace
	 * @return the text
	 */
	public static String write(Record value) {
		return WRITER.writeToString(toMap(value));
	}

	/**
	 * Reads a boot chart that was written by any version of this format that is not newer
	 * than this one.
	 * @param json what {@link #write} wrote
	 * @return the boot chart
	 * @throws IllegalArgumentException if it is not a boot chart
	 */
	public static BootChart readBootChart(String json) {
		try {
			Map<String, Object> map = JsonParserFactory.getJsonParser().parseMap(json);
			if (!BootChart.SCHEMA_VERSION.equals(map.get("schemaVersion"))) {
				throw new IllegalArgumentException("Not a boot chart of version " + BootChart.SCHEMA_VERSION
						+ ", but of version " + map.get("schemaVersion"));
			}
			return (BootChart) toRecord(map, BootChart.class);
		}
		catch (JsonParseException | ReflectiveOperationException | ClassCastException ex) {
			throw new IllegalArgumentException("Not a boot chart", ex);
		}
	}

	private static Map<String, @Nullable Object> toMap(Record value) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (RecordComponent component : value.getClass().getRecordComponents()) {
			try {
				map.put(component.getName(), toJson(component.getAccessor().invoke(value)));
			}
			catch (IllegalAccessException | InvocationTargetException ex) {
				throw new IllegalStateException("Cannot read " + component, ex);
			}
		}
		return map;
	}

	private static @Nullable Object toJson(@Nullable Object value) {
		if (value instanceof Record each) {
			return toMap(each);
		}
		if (value instanceof Collection<?> values) {
			return values.stream().map(Json::toJson).toList();
		}
		return value;
	}

	private static Object toRecord(Map<?, ?> map, Class<?> type) throws ReflectiveOperationException {
		RecordComponent[] components = type.getRecordComponents();
		Class<?>[] types = new Class<?>[components.length];
		@Nullable Object[] values = new Object[components.length];
		for (int i = 0; i < components.length; i++) {
			types[i] = components[i].getType();
			values[i] = fromJson(map.get(components[i].getName()), components[i].getGenericType());
		}
		return type.getDeclaredConstructor(types).newInstance(values);
	}

	private static @Nullable Object fromJson(@Nullable Object value, Type type) throws ReflectiveOperationException {
		if (type instanceof ParameterizedType generic && value instanceof Collection<?> values) {
			ArrayList<@Nullable Object> list = new ArrayList<>();
			for (Object each : values) {
				list.add(fromJson(each, generic.getActualTypeArguments()[0]));
			}
			return list;
		}
		if (type instanceof ParameterizedType generic && value instanceof Map<?, ?> values) {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			for (Map.Entry<?, ?> each : values.entrySet()) {
				map.put(String.valueOf(each.getKey()), fromJson(each.getValue(), generic.getActualTypeArguments()[1]));
			}
			return map;
		}
		if (value instanceof Map<?, ?> map && type instanceof Class<?> record && record.isRecord()) {
			return toRecord(map, record);
		}
		if (value instanceof Number number) {
			return number(number, type);
		}
		return (value == null && type instanceof ParameterizedType) ? List.of() : value;
	}

	private static Object number(Number number, Type type) {
		if (type == double.class || type == Double.class) {
			return number.doubleValue();
		}
		return (type == long.class || type == Long.class) ? (Object) number.longValue() : (Object) number.intValue();
	}

}
