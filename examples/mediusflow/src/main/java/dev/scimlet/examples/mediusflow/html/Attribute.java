package dev.scimlet.examples.mediusflow.html;

import java.util.regex.Pattern;

/** An attribute of an element. None of them can hold a script or a style. */
public final class Attribute implements Part {

    private static final Pattern DATA_NAME = Pattern.compile("[a-z]+(-[a-z]+)*");

    /** A path on this server, a query or fragment of the page, or a full https address; never {@code javascript:}. */
    private static final Pattern ADDRESS = Pattern.compile("/(?![/\\\\]).*|/|[?#].*|https://.*");

    private final String markup;

    private Attribute(String name, String value) {
        this.markup = " " + name + "=\"" + Html.escape(value) + "\"";
    }

    private Attribute(String name) {
        this.markup = name.isEmpty() ? "" : " " + name;
    }

    String markup() {
        return markup;
    }

    public static Attribute id(String id) {
        return new Attribute("id", id);
    }

    public static Attribute classes(String classes) {
        return new Attribute("class", classes);
    }

    public static Attribute title(String title) {
        return new Attribute("title", title);
    }

    public static Attribute lang(String language) {
        return new Attribute("lang", language);
    }

    public static Attribute name(String name) {
        return new Attribute("name", name);
    }

    public static Attribute value(String value) {
        return new Attribute("value", value);
    }

    public static Attribute type(String type) {
        return new Attribute("type", type);
    }

    public static Attribute content(String content) {
        return new Attribute("content", content);
    }

    public static Attribute charset(String charset) {
        return new Attribute("charset", charset);
    }

    public static Attribute rel(String relation) {
        return new Attribute("rel", relation);
    }

    public static Attribute labels(String id) {
        return new Attribute("for", id);
    }

    public static Attribute autocomplete(String kind) {
        return new Attribute("autocomplete", kind);
    }

    public static Attribute placeholder(String text) {
        return new Attribute("placeholder", text);
    }

    public static Attribute maxLength(int characters) {
        return new Attribute("maxlength", Integer.toString(characters));
    }

    public static Attribute scope(String scope) {
        return new Attribute("scope", scope);
    }

    public static Attribute colSpan(int columns) {
        return new Attribute("colspan", Integer.toString(columns));
    }

    public static Attribute dateTime(String time) {
        return new Attribute("datetime", time);
    }

    public static Attribute role(String role) {
        return new Attribute("role", role);
    }

    public static Attribute tabIndex(int index) {
        return new Attribute("tabindex", Integer.toString(index));
    }

    public static Attribute viewBox(String box) {
        return new Attribute("viewBox", box);
    }

    /**
     * Where a link leads.
     *
     * @throws IllegalArgumentException if {@code address} is not a path of ours, a query, a fragment or https
     */
    public static Attribute href(String address) {
        return address("href", address);
    }

    /** Where a file of the page is; checked as {@link #href} is. */
    public static Attribute src(String address) {
        return address("src", address);
    }

    /** Where a form is sent; checked as {@link #href} is. */
    public static Attribute action(String address) {
        return address("action", address);
    }

    public static Attribute method(String method) {
        return new Attribute("method", method);
    }

    public static Attribute aria(String name, String value) {
        return new Attribute("aria-" + checked(name), value);
    }

    /** An attribute for the page's script to find; the value is data to it. */
    public static Attribute data(String name, String value) {
        return new Attribute("data-" + checked(name), value);
    }

    public static Attribute required() {
        return new Attribute("required");
    }

    public static Attribute hidden() {
        return new Attribute("hidden");
    }

    public static Attribute readOnly() {
        return new Attribute("readonly");
    }

    public static Attribute autofocus() {
        return new Attribute("autofocus");
    }

    public static Attribute checked(boolean checked) {
        return new Attribute(checked ? "checked" : "");
    }

    public static Attribute selected(boolean selected) {
        return new Attribute(selected ? "selected" : "");
    }

    public static Attribute disabled(boolean disabled) {
        return new Attribute(disabled ? "disabled" : "");
    }

    public static Attribute open(boolean open) {
        return new Attribute(open ? "open" : "");
    }

    /** The link to the page that is being shown. */
    public static Attribute currentPage(boolean current) {
        return current ? aria("current", "page") : new Attribute("");
    }

    private static Attribute address(String name, String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("not an address that a page may point to: " + address);
        }
        return new Attribute(name, address);
    }

    private static String checked(String name) {
        if (!DATA_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of an attribute: " + name);
        }
        return name;
    }
}
