package dev.scimlet.jpa;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** An entity with what else attributes can be: embedded, converted, of an enumeration, times without a zone, of another entity. */
@Entity
class Employee {

    enum Kind {
        Employee,
        Contractor
    }

    /** A text in a type of its own. */
    record Language(String tag) {

        static Language of(String tag) {
            if (Locale.forLanguageTag(tag).getLanguage().isEmpty()) {
                throw new IllegalArgumentException("no language: " + tag);
            }
            return new Language(tag);
        }
    }

    @jakarta.persistence.Converter
    static class LanguageConverter implements jakarta.persistence.AttributeConverter<Language, String> {

        @Override
        public String convertToDatabaseColumn(Language language) {
            return language == null ? null : language.tag();
        }

        @Override
        public Language convertToEntityAttribute(String column) {
            return column == null ? null : new Language(column);
        }
    }

    @Embeddable
    static class FullName {

        @Column(name = "first_name")
        String first;

        @Column(name = "last_name")
        String last;
    }

    @Embeddable
    static class Phone {

        @Column(name = "digits")
        String number;

        String kind;
    }

    /** Where somebody works. */
    @Entity(name = "Department")
    static class Department {

        @Id
        long id;

        String name;
    }

    @Id
    UUID id = UUID.randomUUID();

    @Version
    private Integer version;

    String login;

    @Embedded
    FullName name;

    @Enumerated(EnumType.STRING)
    Kind kind;

    @Convert(converter = LanguageConverter.class)
    Language language;

    @ManyToOne
    Department department;

    String passwordHash;

    @Column(nullable = false)
    String realm;

    LocalDateTime hiredAt;
    Date changedAt;

    @ElementCollection
    @OrderColumn
    @CollectionTable(name = "employee_phones")
    List<Phone> phones = new ArrayList<>();
}
