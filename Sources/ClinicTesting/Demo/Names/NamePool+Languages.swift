/// Written as their bearers write them: a clinic's screens have to show every script.
extension NamePool {
  static let english = NamePool(
    female: "Olivia Emily Charlotte Sophie Lucy Hannah Ruth Eleanor Alice Jessica Abigail Florence",
    male: "Oliver George Harry Jack Thomas Samuel Daniel Edward Arthur Henry Theo Joseph",
    family: "Smith Taylor Walker Wright Hughes Bennett Marsh Fletcher Hargreaves Turner Whitfield Lowe")

  static let irish = NamePool(
    female: "Aoife Ciara Niamh Róisín Siobhán Gráinne", male: "Cian Oisín Conor Seán Eoin Pádraig",
    family: "O'Brien O'Sullivan Byrne Ní_Chonaill Murphy O'Donoghue Kearney McGrath")

  static let french = NamePool(
    female: "Camille Manon Léa Chloé Juliette Élise Margaux Inès Anaïs Noémie Françoise Geneviève",
    male: "Hugo Lucas Gabriel Rémi François Théo Loïc Jérôme Benoît Étienne Baptiste Raphaël",
    family: "Martin Bernard Lefèvre Moreau Garnier Chevalier Bonnet Rousseau Dupré L'Hôpital Caron Noël")

  static let german = NamePool(
    female: "Anna Lena Jutta Käthe Greta Sabine", male: "Jonas Jürgen Björn Felix Günther Matthias",
    family: "Müller Schäfer Groß Weiß König Böhm Vogel Krüger")

  static let polish = NamePool(
    female: "Małgorzata Agnieszka Żaneta Łucja Katarzyna Zuzanna",
    male: "Łukasz Paweł Grzegorz Michał Jan Zbigniew",
    family: "Zażółć Kowalski Wójcik Dąbrowski Zieliński Lewandowski Szczęsny",
    femaleFamily: "Zażółć Kowalska Wójcik Dąbrowska Zielińska Lewandowska Szczęsna")

  static let swedish = NamePool(
    female: "Åsa Märta Linnéa Ebba Gunilla", male: "Håkan Göran Lars Östen Viktor",
    family: "Åkesson Öberg Lindström Sjögren Ångström Bergqvist")

  static let vietnamese = NamePool(
    female: "Thị_Hương Mai Thúy Ngọc_Ánh Lan Phương", male: "Văn_Đức Minh Quốc_Bảo Hùng Tuấn Khánh",
    family: "Nguyễn Trần Lê Phạm Đặng Võ Huỳnh")

  static let korean = NamePool(
    female: "지민 서연 하은 수빈 유진", male: "민준 도윤 현우 지훈 성민", family: "김 이 박 최 정 강")

  static let chinese = NamePool(
    female: "秀英 丽华 雨桐 晓梅 静怡", male: "伟 志强 子轩 建国 浩然", family: "王 李 张 陈 刘 欧阳")

  static let arabic = NamePool(
    female: "فاطمة ليلى مريم نور سلمى زينب", male: "محمد أحمد يوسف خالد عمر إبراهيم",
    family: "العربية الحسن المنصور حداد البغدادي الشامي")

  static let greek = NamePool(
    female: "Ελένη Μαρία Αικατερίνη Σοφία Δήμητρα", male: "Γιώργος Νίκος Δημήτρης Κώστας Ανδρέας",
    family: "Παπαδόπουλος Γεωργίου Νικολάου Οικονόμου Βασιλείου",
    femaleFamily: "Παπαδοπούλου Γεωργίου Νικολάου Οικονόμου Βασιλείου")

  static let russian = NamePool(
    female: "Анна Екатерина Ольга Татьяна Мария Наталья", male: "Дмитрий Сергей Алексей Иван Николай Павел",
    family: "Иванов Соколов Морозов Орлов Щербаков Юрьев",
    femaleFamily: "Иванова Соколова Морозова Орлова Щербакова Юрьева")

  static let hindi = NamePool(
    female: "प्रिया अंजलि कविता नेहा सुनीता", male: "राहुल अमित विक्रम संजय अर्जुन",
    family: "शर्मा गुप्ता वर्मा मिश्रा पटेल")

  static let turkish = NamePool(
    female: "Ayşe Gülşen Zeynep Işıl Çiğdem", male: "Oğuz Mehmet Çağlar İsmail Barış",
    family: "Yıldız Şahin Öztürk Çelik Güneş")

  static let yoruba = NamePool(
    female: "Adébísí Fúnmiláyọ̀ Yétúndé Títílayọ̀", male: "Olúwaṣeun Babátúndé Adéwálé Káyọ̀dé",
    family: "Adébáyọ̀ Ògúnlẹ́ṣẹ̀ Akínwándé Olúwolé")

  static let spanish = NamePool(
    female: "Lucía Carmen Begoña Inés Pilar", male: "Javier José Íñigo Álvaro Andrés",
    family: "García_Márquez Muñoz Peña Ibáñez Núñez Ortega_y_Gasset")

  static let bengali = NamePool(
    female: "Nusrat Sharmin Ayesha Tahmina", male: "Rafiq Imran Tanvir Shahid",
    family: "Rahman Chowdhury Haque Islam Ahmed")
}
