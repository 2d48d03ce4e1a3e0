package dev.scimlet.directory.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes sentences of entries, in English and French; other languages get English. Codes of the host are looked up in bundles of its own. A bundle's texts have {@code {0}}, {@code {1}} for arguments;
 * nothing else in them means anything, so an apostrophe is one.
 */
public final class LogWords {

    /** The languages that there are; the first is for those who speak none of them. */
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH);

    /** What is named in a sentence; more is counted. */
    private static final int MOST_NAMED = 6;

    private static final Map<String, ResourceBundle> BUNDLES = new ConcurrentHashMap<>();

    private final Function<Locale, ? extends @Nullable ResourceBundle> ofHost;

    /** Words without codes of a host. */
    public LogWords() {
        this(locale -> null);
    }

    /** @param ofHost the bundle with the host's codes in a language, or null if there is none */
    public LogWords(Function<Locale, ? extends @Nullable ResourceBundle> ofHost) {
        this.ofHost = ofHost;
    }

    /** Why it ended so, or what was changed and {@linkplain LogEntry#remark remarked}: one or more sentences; empty if there is nothing to say. */
    public String sentence(LogEntry entry, Locale locale) {
        String said = withoutRemark(entry, locale);
        return entry.remark()
                .map(remark -> said + " " + text(remark.code(), remark.arguments(), locale))
                .orElse(said);
    }

    private String withoutRemark(LogEntry entry, Locale locale) {
        if (!entry.reason().code().equals(Codes.CHANGED)) {
            return text(entry.reason().code(), entry.reason().arguments(), locale);
        }
        List<String> sentences = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (LogEntry.AttributeChange change : entry.changes()) {
            if (change.path().equals("active")) {
                boolean on = Boolean.TRUE.equals(change.after());
                sentences.add(text(on ? "changed.activated" : "changed.deactivated", List.of(), locale));
            } else {
                paths.add(
                        change.path().endsWith(".value")
                                ? change.path().substring(0, change.path().length() - ".value".length())
                                : change.path());
            }
        }
        if (!paths.isEmpty()) {
            sentences.add(text("changed.attributes", List.of(listed(paths, entry.moreChanges(), locale)), locale));
        }
        counted("changed.added", entry.added().count(), locale, sentences);
        counted("changed.removed", entry.removed().count(), locale, sentences);
        return sentences.isEmpty() ? text(Codes.CHANGED, List.of(), locale) : String.join(" ", sentences);
    }

    private void counted(String code, long count, Locale locale, List<String> sentences) {
        if (count > 0) {
            sentences.add(text(count == 1 ? code + ".one" : code, List.of(Long.toString(count)), locale));
        }
    }

    private String listed(List<String> paths, int more, Locale locale) {
        List<String> named = paths.subList(0, Math.min(MOST_NAMED, paths.size()));
        int others = paths.size() - named.size() + more;
        if (others > 0) {
            return text("list.more", List.of(String.join(", ", named), Integer.toString(others)), locale);
        }
        if (named.size() == 1) {
            return named.get(0);
        }
        String first = named.subList(0, named.size() - 1).stream().collect(Collectors.joining(", "));
        return text("list.and", List.of(first, named.get(named.size() - 1)), locale);
    }

    /** What was asked for, in a word or two. */
    public String operation(LogEntry.Operation operation, Locale locale) {
        return text("operation." + operation.name().toLowerCase(Locale.ROOT), List.of(), locale);
    }

    /** How it ended, in a word or two. */
    public String result(LogEntry.Result result, Locale locale) {
        return text("result." + result.name().toLowerCase(Locale.ROOT), List.of(), locale);
    }

    /** Who has asked: a name, with the label of the credential; a word for strangers. */
    public String who(LogEntry entry, Locale locale) {
        String actor = entry.actor()
                .orElseGet(() -> text(entry.isErased() ? "who.erased" : "who.stranger", List.of(), locale));
        return entry.credential().map(label -> actor + " (" + label + ")").orElse(actor);
    }

    private String text(String code, List<String> arguments, Locale locale) {
        return filled(pattern(code, locale), arguments);
    }

    /** A code that nobody knows is shown with its arguments. */
    private String pattern(String code, Locale locale) {
        ResourceBundle own = bundle(locale);
        if (own.containsKey(code)) {
            return own.getString(code);
        }
        ResourceBundle others;
        try {
            others = ofHost.apply(locale);
        } catch (MissingResourceException none) {
            others = null;
        }
        return others != null && others.containsKey(code) ? others.getString(code) : code + " {0} {1} {2}";
    }

    /** In one go: an argument that looks like a place for one stays as it is. */
    private static String filled(String pattern, List<String> arguments) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < pattern.length()) {
            boolean place = pattern.charAt(i) == '{'
                    && i + 2 < pattern.length()
                    && pattern.charAt(i + 2) == '}'
                    && Character.isDigit(pattern.charAt(i + 1));
            if (place) {
                int index = pattern.charAt(i + 1) - '0';
                text.append(index < arguments.size() ? arguments.get(index) : "");
                i += 3;
            } else {
                text.append(pattern.charAt(i++));
            }
        }
        return text.toString().strip();
    }

    /** The bundle of a language. */
    static ResourceBundle bundle(Locale locale) {
        String language = LANGUAGES.stream()
                .map(Locale::getLanguage)
                .filter(locale.getLanguage()::equals)
                .findFirst()
                .orElse(LANGUAGES.get(0).getLanguage());
        return BUNDLES.computeIfAbsent(language, LogWords::read);
    }

    private static ResourceBundle read(String language) {
        String name = "words_" + language + ".properties";
        try (InputStream file = LogWords.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new PropertyResourceBundle(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
