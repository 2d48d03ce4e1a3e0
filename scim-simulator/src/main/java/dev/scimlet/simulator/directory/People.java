package dev.scimlet.simulator.directory;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Invents people. Names, some beyond ASCII, repeat; a number keeps user principal names apart. */
final class People {

    private static final List<String> GIVEN_NAMES = List.of(
            "Ingrid", "Paul", "Zoë", "Nia", "Tom", "Joy", "Omar", "Ana", "Ben", "Cai", "Dee", "Eli", "Jürgen", "Søren",
            "Łucja", "Mei", "Ravi", "Aïcha", "Kwame", "Sofía", "Noor", "Yuki", "Lars", "Chloé", "Ivan", "Priya");
    private static final List<String> SURNAMES = List.of(
            "Larsson",
            "Arnaud",
            "Keller",
            "Okafor",
            "Beck",
            "Young",
            "Diaz",
            "Tester",
            "O'Brien",
            "Müller",
            "Nguyen",
            "Schmidt",
            "de la Cruz",
            "Kowalska",
            "Haddad",
            "Tanaka",
            "Singh",
            "Ångström",
            "Petrov",
            "Lebrun",
            "Mensah");
    private static final List<String> DEPARTMENTS =
            List.of("Finance", "Retail", "Logistics", "People", "Research & Development", "Legal", "Sales");
    private static final List<String> TITLES =
            List.of("Controller", "Store director", "Cashier", "Shift lead", "Engineer", "Counsel", "Analyst");
    private static final List<String> CITIES = List.of("Leeds", "York", "Hull", "Malmö", "Lyon", "Kraków", "Sydney");

    private final Random random;

    People(Random random) {
        this.random = random;
    }

    /** The attributes of a new person; {@code number} is not used for anybody else. */
    Map<String, String> person(int number) {
        String givenName = pick(GIVEN_NAMES);
        String surname = pick(SURNAMES);
        String nickname = nickname(givenName, surname, number);
        String city = pick(CITIES);
        Map<String, String> person = new LinkedHashMap<>(named(givenName, surname, nickname));
        person.put("mailNickname", nickname);
        person.put("jobTitle", title());
        person.put("department", department());
        person.put("employeeId", Integer.toString(100_000 + number));
        person.put("telephoneNumber", phone());
        person.put("companyName", "Contoso " + city);
        person.put("city", city);
        person.put("country", "GB");
        person.put("preferredLanguage", "en-GB");
        person.put("physicalDeliveryOfficeName", city + " " + (1 + random.nextInt(40)));
        if (random.nextInt(3) > 0) {
            person.put("mobile", phone());
        }
        if (random.nextInt(4) == 0) {
            person.put("streetAddress", (1 + random.nextInt(200)) + " Harbour St");
            person.put("postalCode", "LS" + (1 + random.nextInt(20)));
        }
        return person;
    }

    /** A new surname with what follows from it: names, user principal name and mail. */
    Map<String, String> renamed(String givenName, int number) {
        String surname = pick(SURNAMES) + "-" + pick(SURNAMES);
        return named(givenName, surname, nickname(givenName, surname, number));
    }

    String title() {
        return pick(TITLES);
    }

    String department() {
        return pick(DEPARTMENTS);
    }

    String phone() {
        return "+44 20 7946 " + String.format(Locale.ROOT, "%04d", random.nextInt(10_000));
    }

    private static Map<String, String> named(String givenName, String surname, String nickname) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("userPrincipalName", nickname + "@contoso.example");
        names.put("mail", nickname + "@contoso.example");
        names.put("displayName", givenName + " " + surname);
        names.put("givenName", givenName);
        names.put("surname", surname);
        return names;
    }

    private static String nickname(String givenName, String surname, int number) {
        String plain = Normalizer.normalize(givenName + "." + surname, Normalizer.Form.NFD)
                .replace("ø", "o")
                .replace("Ł", "L")
                .replaceAll("[^A-Za-z.-]", "");
        return plain.toLowerCase(Locale.ROOT) + "." + number;
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
